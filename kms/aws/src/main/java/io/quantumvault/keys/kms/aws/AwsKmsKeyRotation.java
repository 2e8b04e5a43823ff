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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;

/**
 * Versions of keys in AWS KMS: each is a symmetric KMS key with an alias of its own.
 *
 * <p>A new version gets the key policy of the newest usable one, so that the same services may use
 * it; the first gets AWS's default, which leaves it to the policies of roles. A destroyed version
 * decrypts nothing from then on, but AWS deletes it only after {@value #PENDING_DAYS} days, the
 * shortest it allows; until then an administrator of the account could bring it back. A version
 * whose key somebody else scheduled for deletion counts as destroyed, and the newest is the highest
 * of the others; its number is still not used again.
 */
public final class AwsKmsKeyRotation implements KeyRotation {
  private static final int PENDING_DAYS = 7;

  private final AwsClients clients;
  private final KmsClient kms;
  private final AwsAliases aliases;

  private AwsKmsKeyRotation(AwsClients clients, AwsKmsSettings settings) {
    this.clients = clients;
    this.kms = clients.kms();
    this.aliases = new AwsAliases(kms, settings.aliasPrefix());
  }

  /** With credentials of its own, which services do not have. */
  public static AwsKmsKeyRotation open(AwsKmsSettings settings) {
    return new AwsKmsKeyRotation(new AwsClients(settings), settings);
  }

  @Override
  public List<KeyVersion> versions(KeyName name) {
    List<KeyVersion> versions = new ArrayList<>();
    for (Map.Entry<Integer, String> each : aliases.versions(name).entrySet()) {
      usable(name, each.getValue())
          .ifPresent(key -> versions.add(new KeyVersion(each.getKey(), madeAt(key))));
    }
    return versions;
  }

  private static Instant madeAt(KeyMetadata key) {
    Instant madeAt = key.creationDate();
    return madeAt == null ? Instant.EPOCH : madeAt;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A key is made first and gets its alias then. When the alias fails, or its answer is lost and
   * the list does not show it, the key is scheduled for deletion again. A process that ends in
   * between, or that AWS does not answer at that moment either, leaves a key without an alias: it
   * wraps nothing and costs its monthly price. One finds it by its description, {@code QuantumVault
   * <name> v<N>}, among the keys that {@code aws kms list-aliases --key-id} has no alias for.
   */
  @Override
  public KeyVersion rotate(KeyName name) {
    NavigableMap<Integer, String> versions = aliases.versions(name);
    int next = versions.isEmpty() ? 1 : versions.lastKey() + 1;
    @Nullable String policy = versions.isEmpty() ? null : policyOfNewest(name, versions);
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
    return new KeyVersion(next, madeAt(made));
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

  /** Of the highest when none is usable any more: better than AWS's default. */
  private String policyOfNewest(KeyName name, NavigableMap<Integer, String> versions) {
    String keyId =
        versions.descendingMap().values().stream()
            .filter(id -> usable(name, id).isPresent())
            .findFirst()
            .orElse(versions.lastEntry().getValue());
    return AwsCall.of(
        name,
        "policy",
        () -> kms.getKeyPolicy(it -> it.keyId(keyId).policyName("default")).policy());
  }

  @Override
  public void destroy(KeyName name, int version) {
    NavigableMap<Integer, String> versions = aliases.versions(name);
    if (version < 1 || versions.isEmpty() || version > versions.lastKey()) {
      throw new IllegalArgumentException("there is no version " + version);
    }
    String keyId = versions.get(version);
    if (keyId == null) {
      return;
    }
    // First the key, then its name: when this breaks off in between, the next try finds it.
    if (usable(name, keyId).isPresent()) {
      if (!isReplaced(name, versions.tailMap(version, false))) {
        throw new IllegalArgumentException("version " + version + " is the newest");
      }
      schedule(name, keyId);
    }
    // The highest alias stays, with its key already gone, so that its number is not used again.
    if (version < versions.lastKey()) {
      AwsCall.ifThere(
          name, "destroy", () -> kms.deleteAlias(it -> it.aliasName(aliases.alias(name, version))));
    }
  }

  /** By a version that still wraps: a higher alias whose key is pending deletion is none. */
  private boolean isReplaced(KeyName name, NavigableMap<Integer, String> higher) {
    return higher.descendingMap().values().stream().anyMatch(id -> usable(name, id).isPresent());
  }

  private void schedule(KeyName name, String keyId) {
    AwsCall.ifThere(
        name,
        "destroy",
        () -> kms.scheduleKeyDeletion(it -> it.keyId(keyId).pendingWindowInDays(PENDING_DAYS)));
  }

  /** Empty when the key is pending deletion, or gone since the aliases were listed. */
  private Optional<KeyMetadata> usable(KeyName name, String keyId) {
    return AwsCall.ifThere(name, "describe", () -> kms.describeKey(it -> it.keyId(keyId)))
        .map(answer -> {
          KeyMetadata key = answer.keyMetadata();
          if (key == null) {
            throw AwsCall.unavailable(name, "describe", "the answer cannot be understood");
          }
          return key;
        })
        .filter(key -> !isPendingDeletion(key));
  }

  private static boolean isPendingDeletion(KeyMetadata key) {
    return key.keyState() == KeyState.PENDING_DELETION
        || key.keyState() == KeyState.PENDING_REPLICA_DELETION;
  }

  @Override
  public void close() {
    clients.close();
  }
}
