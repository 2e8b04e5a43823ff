package io.quantumvault.control.owner;

import io.quantumvault.keys.memory.SecretMemory;
import java.util.Arrays;

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
}
