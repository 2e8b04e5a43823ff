package io.quantumvault.keys.kms.choice;

import io.quantumvault.keys.kms.http.ServerAddress;
import io.quantumvault.keys.kms.resilient.Resilience;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settings by name, read from text; each refusal is an {@link IllegalArgumentException} that names
 * the setting and never says its value.
 */
public final class KmsProperties {
  private static final String REFUSED = "key management setting ";

  private final Function<String, @Nullable String> property;

  KmsProperties(Function<String, @Nullable String> property) {
    this.property = property;
  }

  boolean isSet(String name) {
    return text(name) != null;
  }

  /** The text, which must be there. */
  public String required(String name) {
    String text = text(name);
    if (text == null) {
      throw refused(name, "is missing: set it");
    }
    return text;
  }

  /** The text, or another one where there is none. */
  public String or(String name, String otherwise) {
    String text = text(name);
    return text == null ? otherwise : text;
  }

  /** The text without what surrounds it; null where there is none. */
  public @Nullable String text(String name) {
    String text = property.apply(name);
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** A path, which must be there. */
  public Path path(String name) {
    try {
      return Path.of(required(name));
    } catch (InvalidPathException e) {
      throw refused(name, "is not a path");
    }
  }

  /** A path; null where there is none. */
  public @Nullable Path pathOrNull(String name) {
    return isSet(name) ? path(name) : null;
  }

  /** An address as {@link ServerAddress} allows it, which must be there. */
  public URI address(String name) {
    String text = required(name);
    return checked(name, () -> ServerAddress.of(text));
  }

  /** Milliseconds of {@code <name>-ms}, as in {@code 2000}. */
  public Duration duration(String name, Duration otherwise) {
    long millis = number(name + "-ms", Math.toIntExact(otherwise.toMillis()));
    if (millis < 1) {
      throw refused(name + "-ms", "is not a positive number of milliseconds");
    }
    return Duration.ofMillis(millis);
  }

  /** How long connecting to a server may take. */
  public Duration connectLimit() {
    return duration("connect-limit", Duration.ofSeconds(1));
  }

  /** How long one request to a server may take. */
  public Duration callLimit() {
    return duration("call-limit", Duration.ofSeconds(2));
  }

  /** {@code limit-ms}, {@code attempts}, {@code first-pause-ms}, {@code concurrency}. */
  public Resilience resilience() {
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

  /** Makes something of several settings; what it refuses is told under that name. */
  public static <T> T checked(String name, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      throw why.startsWith(REFUSED) ? e : refused(name, "is refused: " + why);
    }
  }

  /** The refusal of a setting; {@code why} follows its name. */
  public static IllegalArgumentException refused(String name, String why) {
    return new IllegalArgumentException(REFUSED + name + " " + why);
  }
}
