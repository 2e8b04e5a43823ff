package io.quantumvault.bench;

import io.quantumvault.keys.hierarchy.Hierarchy;
import io.quantumvault.keys.hierarchy.Owner;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.SealedRecord;
import io.quantumvault.keys.sign.Ed25519;
import java.util.Random;
import java.util.UUID;

/**
 * The keys and records of one trade, the same for every arm: throw-away bytes out of a printed
 * seed, on the heap, because the references need them there.
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record TradeKeys(
    byte[] wrapping,
    byte[] ek,
    byte[] seed,
    Owner owner,
    byte[] agent,
    Aad grant,
    byte[] sealedEk,
    byte[] seedAad,
    byte[] sealedSeed,
    byte[] message) {
  /** The size of a usual perpetual order's message. */
  private static final int MESSAGE_BYTES = 215;

  static TradeKeys of(long randomSeed) {
    Random random = new Random(randomSeed);
    byte[] wrapping = bytes(random, 32);
    byte[] ek = bytes(random, 32);
    byte[] seed = bytes(random, 32);
    Owner owner = new Owner(bytes(random, 32), bytes(random, 32));
    try (SecretMemory wrappingKey = SecretMemory.takeOwnershipOf(wrapping.clone());
        SecretMemory executionKey = SecretMemory.takeOwnershipOf(ek.clone());
        SecretMemory agentSeed = SecretMemory.takeOwnershipOf(seed.clone())) {
      byte[] agent = Ed25519.publicKey(agentSeed);
      Aad grant =
          Aad.grant(
              owner.publicKey(),
              agent,
              new UUID(random.nextLong(), random.nextLong()),
              new UUID(random.nextLong(), random.nextLong()),
              bytes(random, 32),
              random.nextLong());
      Aad seedAad = Aad.seed(owner.publicKey(), agent);
      try (SecretMemory key = Hierarchy.privateKeyKey(executionKey, owner, agent)) {
        return new TradeKeys(
            wrapping,
            ek,
            seed,
            owner,
            agent,
            grant,
            SealedRecord.seal(wrappingKey, grant, executionKey),
            seedAad.bytes(),
            SealedRecord.seal(key, seedAad, agentSeed),
            bytes(random, MESSAGE_BYTES));
      }
    }
  }

  private static byte[] bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
