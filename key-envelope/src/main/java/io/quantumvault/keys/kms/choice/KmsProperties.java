package io.quantumvault.keys.kms.choice;

import io.quantumvault.keys.kms.aws.AwsCredentials;
import io.quantumvault.keys.kms.aws.AwsKmsSettings;
import io.quantumvault.keys.kms.http.ServerAddress;
import io.quantumvault.keys.kms.pkcs11.Pkcs11Settings;
import io.quantumvault.keys.kms.resilient.Resilience;
import io.quantumvault.keys.kms.transit.TransitSettings;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads {@link KmsSettings} from text. */
final class KmsProperties {
  /** What each provider understands beside {@code provider}. */
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "file", List.of(),
          "pkcs11", List.of("pkcs11.library", "pkcs11.token-label", "pkcs11.pin-file"),
          "transit",
              List.of(
                  "transit.address",
                  "transit.mount",
                  "transit.key-prefix",
                  "transit.token-file",
                  "transit.ca-file"),
          "aws-kms",
              List.of(
                  "aws.region",
                  "aws.alias-prefix",
                  "aws.endpoint",
                  "aws.credentials",
                  "aws.role-arn",
                  "aws.web-identity-token-file",
                  "aws.credentials-file",
                  "aws.profile",
                  "aws.alias-interval-ms"));

  private static final String PREFIX = "quantumvault-";

  private final Function<String, @Nullable String> property;

  KmsProperties(Function<String, @Nullable String> property) {
    this.property = property;
  }

  KmsSettings read(Path keysDir) {
    String provider = or("provider", "file");
    if (!NAMES.containsKey(provider)) {
      throw refused("provider", "is none of file, pkcs11, transit, aws-kms");
    }
    NAMES.forEach((other, names) -> {
      if (!other.equals(provider)) {
        names.forEach(name -> refuseOther(name, other, provider));
      }
    });
    return switch (provider) {
      case "pkcs11" ->
          new KmsSettings.Pkcs11(
              checked(
                  "pkcs11.*",
                  () ->
                      new Pkcs11Settings(
                          path("pkcs11.library"),
                          required("pkcs11.token-label"),
                          path("pkcs11.pin-file"))),
              resilience());
      case "transit" -> new KmsSettings.Transit(transit(), keysDir, resilience());
      case "aws-kms" -> new KmsSettings.AwsKms(aws(), keysDir, resilience());
      default -> new KmsSettings.FileFolder(keysDir);
    };
  }

  private void refuseOther(String name, String other, String provider) {
    if (text(name) != null) {
      throw refused(name, "is for the provider %s, but provider is %s".formatted(other, provider));
    }
  }

  private TransitSettings transit() {
    URI address = address("transit.address", required("transit.address"));
    Path tokenFile = path("transit.token-file");
    @Nullable Path caFile = text("transit.ca-file") == null ? null : path("transit.ca-file");
    return checked(
        "transit.*",
        () ->
            new TransitSettings(
                address,
                or("transit.mount", "transit"),
                or("transit.key-prefix", PREFIX),
                tokenFile,
                caFile,
                duration("connect-limit", Duration.ofSeconds(1)),
                duration("call-limit", Duration.ofSeconds(2))));
  }

  private AwsKmsSettings aws() {
    String region = required("aws.region");
    @Nullable String endpoint = text("aws.endpoint");
    @Nullable URI address = endpoint == null ? null : address("aws.endpoint", endpoint);
    AwsCredentials credentials = credentials();
    return checked(
        "aws.*",
        () ->
            new AwsKmsSettings(
                region,
                or("aws.alias-prefix", PREFIX),
                address,
                credentials,
                duration("connect-limit", Duration.ofSeconds(1)),
                duration("call-limit", Duration.ofSeconds(2)),
                duration("aws.alias-interval", Duration.ofMinutes(1))));
  }

  private AwsCredentials credentials() {
    return switch (required("aws.credentials")) {
      case "web-identity" ->
          new AwsCredentials.WebIdentity(
              required("aws.role-arn"), path("aws.web-identity-token-file"));
      case "container" -> new AwsCredentials.Container();
      case "instance" -> new AwsCredentials.InstanceProfile();
      case "file" ->
          new AwsCredentials.CredentialsFile(
              path("aws.credentials-file"), or("aws.profile", "default"));
      default ->
          throw refused("aws.credentials", "is none of web-identity, container, instance, file");
    };
  }

  private Resilience resilience() {
    Resilience usual = Resilience.USUAL;
    return checked(
        "limit, attempts, first-pause, concurrency",
        () ->
            new Resilience(
                duration("limit", usual.limit()),
                number("attempts", usual.attempts()),
                duration("first-pause", usual.firstPause()),
                number("concurrency", usual.concurrency())));
  }

  private int number(String name, int otherwise) {
    try {
      return Integer.parseInt(or(name, Integer.toString(otherwise)));
    } catch (NumberFormatException e) {
      throw refused(name, "is not a number");
    }
  }

  /** Whole milliseconds, as in {@code 2000}. */
  private Duration duration(String name, Duration otherwise) {
    long millis = number(name + "-ms", Math.toIntExact(otherwise.toMillis()));
    if (millis < 1) {
      throw refused(name + "-ms", "is not a positive number of milliseconds");
    }
    return Duration.ofMillis(millis);
  }

  private static URI address(String name, String text) {
    return checked(name, () -> ServerAddress.of(text));
  }

  private Path path(String name) {
    try {
      return Path.of(required(name));
    } catch (InvalidPathException e) {
      throw refused(name, "is not a path");
    }
  }

  private String required(String name) {
    String text = text(name);
    if (text == null) {
      throw refused(name, "is missing: set it");
    }
    return text;
  }

  private String or(String name, String otherwise) {
    String text = text(name);
    return text == null ? otherwise : text;
  }

  private @Nullable String text(String name) {
    String text = property.apply(name);
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static <T> T checked(String name, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      throw why.startsWith(REFUSED) ? e : refused(name, "is refused: " + why);
    }
  }

  private static final String REFUSED = "key management setting ";

  private static IllegalArgumentException refused(String name, String why) {
    return new IllegalArgumentException(REFUSED + name + " " + why);
  }
}
