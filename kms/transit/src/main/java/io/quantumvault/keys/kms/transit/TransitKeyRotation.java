package io.quantumvault.keys.kms.transit;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.KeyVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Versions of the keys of a Transit engine, of type {@code aes256-gcm96}.
 *
 * <p>The engine can only end versions from the oldest up: destroying one while an older one exists
 * is refused with {@link IllegalArgumentException} instead of ending both. Destroying raises what
 * may be decrypted, then trims, after which no setting brings the version back.
 */
public final class TransitKeyRotation implements KeyRotation {
  private static final String VERSIONS = "data.keys.";
  private static final int HIGHEST_VERSION = 999_999_999;
  private static final byte[] NOTHING = {};

  private final TransitClient client;

  private TransitKeyRotation(TransitClient client) {
    this.client = client;
  }

  /** With a token of its own, which services do not have. */
  public static TransitKeyRotation open(TransitSettings settings) {
    return new TransitKeyRotation(new TransitClient(settings));
  }

  @Override
  public List<KeyVersion> versions(KeyName name) {
    return versions(call(name, TransitOperation.READ, NOTHING));
  }

  private static List<KeyVersion> versions(TransitAnswer key) {
    int oldest = key.number("data.min_decryption_version");
    List<KeyVersion> versions = new ArrayList<>();
    for (Map.Entry<String, String> entry : key.values().entrySet()) {
      if (entry.getKey().startsWith(VERSIONS)) {
        int number =
            TransitAnswer.number(entry.getKey().substring(VERSIONS.length()), HIGHEST_VERSION);
        if (number >= oldest) {
          versions.add(new KeyVersion(number, madeAt(entry.getValue())));
        }
      }
    }
    if (versions.isEmpty()) {
      throw TransitAnswer.garbage();
    }
    versions.sort(Comparator.comparingInt(KeyVersion::number));
    return versions;
  }

  private static Instant madeAt(String unixSeconds) {
    return Instant.ofEpochSecond(TransitAnswer.number(unixSeconds, Integer.MAX_VALUE));
  }

  @Override
  public KeyVersion rotate(KeyName name) {
    call(name, TransitOperation.ROTATE, json("{}"));
    return versions(name).getLast();
  }

  @Override
  public void destroy(KeyName name, int version) {
    TransitAnswer key = call(name, TransitOperation.READ, NOTHING);
    List<KeyVersion> versions = versions(key);
    if (version < 1 || version >= versions.getLast().number()) {
      throw new IllegalArgumentException("version " + version + " is the newest or none");
    }
    if (version < key.number("data.min_available_version")) {
      return;
    }
    if (versions.getFirst().number() < version) {
      throw new IllegalArgumentException(
          "version %d is destroyed after version %d"
              .formatted(version, versions.getFirst().number()));
    }
    // A try that broke off after this leaves the version closed; the next one trims it. The
    // encryption version must be set, or the engine refuses to trim.
    int kept = Math.max(version + 1, key.number("data.min_decryption_version"));
    call(
        name,
        TransitOperation.CONFIG,
        json(
            "{\"min_decryption_version\":%d,\"min_encryption_version\":%d}"
                .formatted(kept, Math.max(kept, key.number("data.min_encryption_version")))));
    call(
        name, TransitOperation.TRIM, json("{\"min_available_version\":%d}".formatted(version + 1)));
  }

  private TransitAnswer call(KeyName name, TransitOperation operation, byte[] json) {
    TransitAnswer answer = client.call(name, operation, json);
    if (!answer.isOk()) {
      throw TransitClient.unavailable(name, operation, "refused (" + answer.status() + ")");
    }
    return answer;
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    client.close();
  }
}
