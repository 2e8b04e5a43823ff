package io.quantumvault.bench;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.X25519;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.vault.AgentWalletKeys;
import io.quantumvault.keys.vault.GrantKey;
import io.quantumvault.keys.vault.GrantTerms;
import io.quantumvault.keys.vault.GrantedPolicy;
import io.quantumvault.keys.vault.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The keys and records of one trade, the same for every arm: throw-away bytes out of a printed
 * seed, on the heap, because the references need them there.
 *
 * @param kmsPrivate the X25519 private half that execution keys are sealed to
 * @param wrappedEk what a grant's row holds: provider 1 ‖ key version 4 ‖ HPKE message
 * @param seed of the agent wallet, which {@code sealedSeed} holds
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record TradeKeys(
    byte[] kmsPrivate,
    byte[] kmsPublic,
    byte[] wrappedEk,
    Owner owner,
    byte[] agent,
    GrantTerms terms,
    GrantedPolicy policy,
    byte[] seed,
    byte[] sealedSeed,
    byte[] message) {
  /** Before the HPKE message: provider and key version. */
  static final int WRAPPED_HEADER_BYTES = 5;

  static final byte[] KMS_INFO = ascii("QuantumVault/v2/kms/execution");
  static final byte[] PRIVATE_KEY_INFO = ascii("QuantumVault/v2/agent-privkey\0");
  static final byte[] POLICY_MAC_INFO = ascii("QuantumVault/v2/policy-mac\0");

  /** The size of a usual perpetual order's message. */
  private static final int MESSAGE_BYTES = 215;

  /** The size of a usual policy. */
  private static final int POLICY_BYTES = 600;

  static TradeKeys of(long randomSeed) {
    Random random = new Random(randomSeed);
    byte[] kmsPrivate = bytes(random, 32);
    byte[] seed = bytes(random, 32);
    byte[] policy = bytes(random, POLICY_BYTES);
    Owner owner = new Owner(bytes(random, 32), bytes(random, 32));
    UUID bot = new UUID(random.nextLong(), random.nextLong());
    GrantTerms terms =
        new GrantTerms(
            bot,
            new UUID(random.nextLong(), random.nextLong()),
            Bytes32.of(bytes(random, 32)),
            random.nextLong());
    try (SecretMemory umk = SecretMemory.takeOwnershipOf(bytes(random, 32));
        SecretMemory agentSeed = SecretMemory.takeOwnershipOf(seed.clone())) {
      AgentWalletKeys wallet = AgentWalletKeys.seal(owner, umk, null, agentSeed);
      byte[] agent = wallet.agent().toBytes();
      try (GrantKey key = GrantKey.derive(owner, umk, agent)) {
        return withKms(
            kmsPrivate,
            kms ->
                new TradeKeys(
                    kmsPrivate,
                    publicHalf(kmsPrivate),
                    key.seal(kms, terms),
                    owner,
                    agent,
                    terms,
                    new GrantedPolicy(bot, 1, policy, key.policyMac(bot, 1, policy)),
                    seed,
                    Objects.requireNonNull(wallet.seed()),
                    bytes(random, MESSAGE_BYTES)));
      }
    }
  }

  /** Key management of files that holds the key; open until the caller closes it. */
  FileKeyManagement kms() {
    return openKms(kmsPrivate);
  }

  /** What the execution key is bound to. */
  Aad grant() {
    return Aad.grant(
        owner.publicKey(),
        agent,
        terms.botId(),
        terms.grantId(),
        terms.policySha256().toBytes(),
        terms.endsAtMs());
  }

  /** What the sealed seed is bound to. */
  byte[] seedAad() {
    return Aad.seed(owner.publicKey(), agent).bytes();
  }

  /** What the policy's MAC covers. */
  byte[] macInput() {
    byte[] label = ascii("QuantumVault/v2/policy");
    return ByteBuffer.allocate(label.length + 16 + 8 + policy.bytes().length)
        .put(label)
        .putLong(policy.botId().getMostSignificantBits())
        .putLong(policy.botId().getLeastSignificantBits())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(policy.version())
        .put(policy.bytes())
        .array();
  }

  private interface Use<T> {
    T with(FileKeyManagement kms);
  }

  private static <T> T withKms(byte[] kmsPrivate, Use<T> use) {
    try (FileKeyManagement kms = openKms(kmsPrivate)) {
      return use.with(kms);
    }
  }

  /** Reads both halves out of a folder that is gone at once: what was read goes on being used. */
  private static FileKeyManagement openKms(byte[] kmsPrivate) {
    try (SecretMemory key = SecretMemory.takeOwnershipOf(kmsPrivate.clone())) {
      Path folder = Files.createTempDirectory("bench-keys");
      String name = "kms-" + KeyName.EXECUTION.text() + "-v1";
      try {
        KeyFile.create(folder.resolve(name + ".key"), key);
        Files.write(folder.resolve(name + ".pub"), X25519.publicKey(key));
        return FileKeyManagement.open(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static byte[] publicHalf(byte[] kmsPrivate) {
    try (SecretMemory key = SecretMemory.takeOwnershipOf(kmsPrivate.clone())) {
      return X25519.publicKey(key);
    }
  }

  private static byte[] bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
