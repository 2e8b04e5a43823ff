package io.quantumvault.keys.kms.aws;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;

/**
 * Versions of keys in AWS KMS: each is a symmetric KMS key with an alias of its own.
 *
 * <p>A new version gets the key policy of the newest one, so that the same services may use it; the
 * first gets AWS's default, which leaves it to the policies of roles. A destroyed version decrypts
 * nothing from then on, but AWS deletes it only after {@value #PENDING_DAYS} days, the shortest it
 * allows; until then an administrator of the account could bring it back.
 */
public final class AwsKmsKeyRotation implements KeyRotation, AutoCloseable {
  private static final int PENDING_DAYS = 7;

  private final KmsClient kms;
  private final AwsAliases aliases;

  private AwsKmsKeyRotation(KmsClient kms, AwsAliases aliases) {
    this.kms = kms;
    this.aliases = aliases;
  }

  /** With credentials of its own, which services do not have. */
  public static AwsKmsKeyRotation open(AwsKmsSettings settings) {
    KmsClient kms = AwsClients.kms(settings);
    return new AwsKmsKeyRotation(kms, new AwsAliases(kms, settings.aliasPrefix()));
  }

  @Override
  public List<KeyVersion> versions(KeyName name) {
    List<KeyVersion> versions = new ArrayList<>();
    for (Map.Entry<Integer, String> each : aliases.versions(name).entrySet()) {
      KeyMetadata key = describe(name, each.getValue());
      if (!isPendingDeletion(key)) {
        Instant madeAt = key.creationDate();
        versions.add(new KeyVersion(each.getKey(), madeAt == null ? Instant.EPOCH : madeAt));
      }
    }
    return versions;
  }

  @Override
  public KeyVersion rotate(KeyName name) {
    NavigableMap<Integer, String> versions = aliases.versions(name);
    int next = versions.isEmpty() ? 1 : versions.lastKey() + 1;
    @Nullable String policy =
        versions.isEmpty() ? null : policyOf(name, versions.lastEntry().getValue());
    KeyMetadata made =
        AwsCall.of(
            name,
            "create",
            () ->
                kms.createKey(it ->
                        it.policy(policy).description("QuantumVault " + name.text() + " v" + next))
                    .keyMetadata());
    if (made == null || made.keyId() == null) {
      throw AwsCall.unavailable(name, "create", "the answer cannot be understood");
    }
    try {
      AwsCall.of(
          name,
          "create",
          () ->
              kms.createAlias(
                  it -> it.aliasName(aliases.alias(name, next)).targetKeyId(made.keyId())));
    } catch (KmsUnavailable e) {
      removeUnnamed(name, made.keyId(), e);
      throw e;
    }
    Instant madeAt = made.creationDate();
    return new KeyVersion(next, madeAt == null ? Instant.EPOCH : madeAt);
  }

  /**
   * A key without its alias wraps nothing; unless the alias came to be after all, with only its
   * answer lost.
   */
  private void removeUnnamed(KeyName name, String keyId, KmsUnavailable trouble) {
    try {
      if (!aliases.versions(name).containsValue(keyId)) {
        schedule(name, keyId);
      }
    } catch (KmsUnavailable e) {
      trouble.addSuppressed(e);
    }
  }

  private String policyOf(KeyName name, String keyId) {
    return AwsCall.of(
        name,
        "policy",
        () -> kms.getKeyPolicy(it -> it.keyId(keyId).policyName("default")).policy());
  }

  @Override
  public void destroy(KeyName name, int version) {
    NavigableMap<Integer, String> versions = aliases.versions(name);
    if (version < 1 || versions.isEmpty() || version >= versions.lastKey()) {
      throw new IllegalArgumentException("version " + version + " is the newest or none");
    }
    String keyId = versions.get(version);
    if (keyId == null) {
      return;
    }
    // First the key, then its name: when this breaks off in between, the next try finds it.
    if (!isPendingDeletion(describe(name, keyId))) {
      schedule(name, keyId);
    }
    AwsCall.of(
        name, "destroy", () -> kms.deleteAlias(it -> it.aliasName(aliases.alias(name, version))));
  }

  private void schedule(KeyName name, String keyId) {
    AwsCall.of(
        name,
        "destroy",
        () -> kms.scheduleKeyDeletion(it -> it.keyId(keyId).pendingWindowInDays(PENDING_DAYS)));
  }

  private KeyMetadata describe(KeyName name, String keyId) {
    KeyMetadata key =
        AwsCall.of(name, "describe", () -> kms.describeKey(it -> it.keyId(keyId)).keyMetadata());
    if (key == null) {
      throw AwsCall.unavailable(name, "describe", "the answer cannot be understood");
    }
    return key;
  }

  private static boolean isPendingDeletion(KeyMetadata key) {
    return key.keyState() == KeyState.PENDING_DELETION
        || key.keyState() == KeyState.PENDING_REPLICA_DELETION;
  }

  @Override
  public void close() {
    kms.close();
  }
}
