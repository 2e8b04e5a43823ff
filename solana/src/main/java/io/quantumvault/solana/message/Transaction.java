package io.quantumvault.solana.message;

import java.util.ArrayList;
import java.util.List;

/** Signatures and the message they are over, as they travel. */
public record Transaction(List<byte[]> signatures, Message message) {
  /** Bytes of a signature. */
  public static final int SIGNATURE_LENGTH = 64;

  /** The network takes no larger one. */
  public static final int MAX_BYTES = 1232;

  /** Version 1 has its message first and its signatures last; 129 signatures would never fit. */
  private static final int VERSION_1 = 0x81;

  /** Copies the list. */
  public Transaction {
    signatures = List.copyOf(signatures);
  }

  /** The wire bytes of a message with one signature. */
  public static byte[] wire(byte[] signature, byte[] message) {
    if (signature.length != SIGNATURE_LENGTH) {
      throw new IllegalArgumentException("a signature has 64 bytes");
    }
    return new WireWriter().compactU16(1).bytes(signature).bytes(message).toBytes();
  }

  /**
   * The transaction of exactly these bytes.
   *
   * @throws UnsupportedVersionException for a message of a version above 0
   * @throws MalformedMessageException on anything else, also when signatures and message disagree
   *     about their number
   */
  public static Transaction parse(byte[] bytes) throws MalformedMessageException {
    if (bytes.length > 0 && (bytes[0] & 0xFF) == VERSION_1) {
      throw new UnsupportedVersionException(1);
    }
    var in = new WireReader(bytes);
    int count = in.compactU16();
    var signatures = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      signatures.add(in.take(SIGNATURE_LENGTH));
    }
    var message = MessageParser.read(in);
    in.end();
    if (message.requiredSignatures() != count) {
      throw new MalformedMessageException(
          count + " signatures for " + message.requiredSignatures() + " signers");
    }
    return new Transaction(signatures, message);
  }

  /** The wire bytes. */
  public byte[] toBytes() {
    var out = new WireWriter().compactU16(signatures.size());
    signatures.forEach(out::bytes);
    return out.bytes(message.toBytes()).toBytes();
  }
}
