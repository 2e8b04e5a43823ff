package io.quantumvault.keys.derive;

import io.quantumvault.keys.memory.Hmac;
import io.quantumvault.keys.memory.SecretLayout;
import io.quantumvault.keys.memory.SecretMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** SLIP-0010 for ed25519: hardened derivation only. */
final class Slip10 {
  private static final byte[] CURVE = "ed25519 seed".getBytes(StandardCharsets.US_ASCII);
  private static final int HARDENED = 0x80000000;
  private static final int KEY_BYTES = 32;

  private Slip10() {}

  /** {@code m/44'/501'/account'/0'}, where Solana wallets have their accounts. */
  static int[] solanaPath(int account) {
    return new int[] {44, 501, account, 0};
  }

  /** The 32-byte key at the path, every step hardened. */
  static SecretMemory key(SecretMemory master, int... path) {
    try (SecretMemory node = node(master, path)) {
      return SecretLayout.slice(node, 0, KEY_BYTES);
    }
  }

  /** Key 32 ‖ chain code 32 at the path. */
  static SecretMemory node(SecretMemory master, int... path) {
    SecretMemory node = Hmac.sha512(CURVE, master);
    for (int index : path) {
      try (SecretMemory parent = node) {
        node = child(parent, index);
      }
    }
    return node;
  }

  private static SecretMemory child(SecretMemory parent, int index) {
    byte[] number = ByteBuffer.allocate(4).putInt(index | HARDENED).array();
    try (SecretMemory key = SecretLayout.slice(parent, 0, KEY_BYTES);
        SecretMemory chainCode = SecretLayout.slice(parent, KEY_BYTES, KEY_BYTES);
        SecretMemory data = SecretLayout.between(new byte[] {0}, key, number)) {
      return Hmac.sha512(chainCode, data);
    }
  }
}
