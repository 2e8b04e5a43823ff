package io.quantumvault.keys.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quantumvault.keys.Golden;
import io.quantumvault.keys.derive.Mnemonic;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.record.SealedRecord;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.keys.vault.AgentWalletKeys;
import io.quantumvault.keys.vault.GrantKey;
import io.quantumvault.keys.vault.GrantTerms;
import io.quantumvault.keys.vault.GrantedPolicy;
import io.quantumvault.keys.vault.Owner;
import io.quantumvault.keys.vault.UmkSlot;
import java.util.Objects;
import java.util.UUID;

/**
 * A grant and a wallet of random keys, and the whole cycle of a trade over them: open the execution
 * key, derive, open the seed, sign, wipe. As a program it prints what protects it and whether the
 * cycle and a derivation came out right, for processes that a test starts with less protection.
 */
final class KeyCycles implements AutoCloseable {
  private static final Owner OWNER = Golden.owner();
  private static final byte[] POLICY = {1, 2, 3};
  private static final GrantTerms TERMS =
      new GrantTerms(new UUID(1, 2), new UUID(3, 4), Bytes32.ZERO, 5);

  private final SharedSecret wrapping;
  private final byte[] agent;
  private final GrantedPolicy policy;
  private final byte[] sealedEk;
  private final byte[] sealedSeed;

  KeyCycles() {
    try (SecretMemory key = SecretMemory.random(32);
        SecretMemory umk = UmkSlot.newUmk()) {
      wrapping = SharedSecret.of(key);
      AgentWalletKeys wallet = AgentWalletKeys.create(OWNER, umk);
      agent = wallet.agent().toBytes();
      sealedSeed = Objects.requireNonNull(wallet.seed());
      try (GrantKey ek = GrantKey.derive(OWNER, umk, agent)) {
        policy =
            new GrantedPolicy(TERMS.botId(), 1, POLICY, ek.policyMac(TERMS.botId(), 1, POLICY));
        sealedEk = ek.seal((name, context, k) -> SealedRecord.seal(key, context, k), TERMS);
      }
    }
  }

  /** Whether one cycle gave a good signature. */
  boolean isGood(byte[] message) {
    try (SecretMemory key = wrapping.copy();
        GrantKey ek =
            GrantKey.open(
                (name, context, sealed) -> SealedRecord.open(key, context, sealed),
                OWNER,
                agent,
                TERMS,
                sealedEk)) {
      return ek.sign(policy, sealedSeed, message) instanceof GrantKey.Signed.Signature signature
          && Ed25519.verify(agent, message, signature.bytes());
    }
  }

  @Override
  public void close() {
    wrapping.close();
  }

  public static void main(String[] args) {
    KeyMemory memory = KeyMemory.start(true);
    System.out.println(memory.pagesText() + " " + memory.callsText());
    try (KeyCycles cycles = new KeyCycles()) {
      System.out.println(cycles.isGood("a message".getBytes(US_ASCII)) ? "good" : "bad");
    }
    // The words of all zeros: a published address shows that hashing in steps works as well.
    try (SecretMemory entropy = SecretMemory.allocate(32);
        SecretMemory seed = Mnemonic.seedOf(entropy)) {
      System.out.println(java.util.HexFormat.of().formatHex(Ed25519.publicKey(seed)));
    }
  }
}
