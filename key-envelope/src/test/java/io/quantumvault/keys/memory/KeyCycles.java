package io.quantumvault.keys.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quantumvault.keys.Golden;
import io.quantumvault.keys.derive.Mnemonic;
import io.quantumvault.keys.hierarchy.Hierarchy;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.SealedRecord;
import io.quantumvault.keys.sign.AgentSigner;
import io.quantumvault.keys.sign.Ed25519;
import java.util.Arrays;
import java.util.UUID;

/**
 * A grant and a wallet of random keys, and the whole cycle of a trade over them: open the execution
 * key, derive, open the seed, sign, wipe. As a program it prints what protects it and whether the
 * cycle and a derivation came out right, for processes that a test starts with less protection.
 */
final class KeyCycles implements AutoCloseable {
  private final SharedSecret wrapping;
  private final byte[] agent;
  private final Aad grant;
  private final byte[] sealedEk;
  private final byte[] sealedSeed;

  KeyCycles() {
    try (SecretMemory key = SecretMemory.random(32);
        SecretMemory ek = SecretMemory.random(32);
        SecretMemory seed = SecretMemory.random(32)) {
      wrapping = SharedSecret.of(key);
      agent = Ed25519.publicKey(seed);
      byte[] owner = Golden.owner().publicKey();
      grant = Aad.grant(owner, agent, new UUID(1, 2), new UUID(3, 4), new byte[32], 5);
      sealedEk = SealedRecord.seal(key, grant, ek);
      try (SecretMemory own = Hierarchy.privateKeyKey(ek, Golden.owner(), agent)) {
        sealedSeed = SealedRecord.seal(own, Aad.seed(owner, agent), seed);
      }
    }
  }

  /** Whether one cycle gave a good signature. */
  boolean isGood(byte[] message) {
    try (SecretMemory key = wrapping.copy()) {
      byte[] atOnce =
          AgentSigner.sign(key, grant, sealedEk, Golden.owner(), agent, sealedSeed, message);
      byte[] inSteps;
      try (SecretMemory ek = SealedRecord.open(key, grant, sealedEk)) {
        inSteps = AgentSigner.sign(ek, Golden.owner(), agent, sealedSeed, message);
      }
      return Arrays.equals(atOnce, inSteps) && Ed25519.verify(agent, message, atOnce);
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
