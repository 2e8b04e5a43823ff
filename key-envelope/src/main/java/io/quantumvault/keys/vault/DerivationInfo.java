package io.quantumvault.keys.vault;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The info bytes of each derivation: they keep one key from serving two purposes. */
final class DerivationInfo {
  private static final byte[] PREFIX = ascii("QuantumVault/v2/");

  private DerivationInfo() {}

  /** Prefix ‖ label ‖ 0. */
  static byte[] of(String label) {
    return start(label, 0).array();
  }

  /** Prefix ‖ label ‖ 0 ‖ agent public key. */
  static byte[] of(String label, byte[] agentPublicKey) {
    requireAgent(agentPublicKey);
    return start(label, 32).put(agentPublicKey).array();
  }

  /** Prefix ‖ label ‖ 0 ‖ slot kind u8 ‖ slot id 16 ‖ version u32 LE. */
  static byte[] ofSlot(String label, SlotKind kind, UUID slotId, int version) {
    return start(label, 1 + 16 + 4)
        .put((byte) kind.number())
        .putLong(slotId.getMostSignificantBits())
        .putLong(slotId.getLeastSignificantBits())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(version)
        .array();
  }

  /** What the policy MAC covers before the policy: label ‖ bot id 16 ‖ policy version u64 LE. */
  static byte[] policyHeader(UUID botId, long policyVersion) {
    byte[] label = ascii("policy");
    return ByteBuffer.allocate(PREFIX.length + label.length + 16 + 8)
        .put(PREFIX)
        .put(label)
        .putLong(botId.getMostSignificantBits())
        .putLong(botId.getLeastSignificantBits())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(policyVersion)
        .array();
  }

  static void requireAgent(byte[] agentPublicKey) {
    if (agentPublicKey.length != 32) {
      throw new IllegalArgumentException("an agent public key has 32 bytes");
    }
  }

  private static ByteBuffer start(String label, int more) {
    byte[] name = ascii(label);
    return ByteBuffer.allocate(PREFIX.length + name.length + 1 + more)
        .put(PREFIX)
        .put(name)
        .put((byte) 0);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
