package io.quantumvault.control.owner;

import io.quantumvault.keys.memory.SecretMemory;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Parts of an octet-stream that carries secrets. The stream itself is wiped by the edge that read
 * it; every copy made here is wiped by whoever made it.
 */
final class Secrets {
  private Secrets() {}

  /** A part in key memory; no copy stays on the heap. */
  static SecretMemory part(byte[] stream, int from, int length) {
    return SecretMemory.takeOwnershipOf(Arrays.copyOfRange(stream, from, from + length));
  }

  /** 32 random bytes have about 30 different ones; far fewer were typed or made by a fault. */
  static boolean looksRandom(byte[] stream, int from, int length) {
    var seen = new BitSet(256);
    for (int i = from; i < from + length; i++) {
      seen.set(stream[i] & 0xFF);
    }
    return seen.cardinality() >= length / 2;
  }
}
