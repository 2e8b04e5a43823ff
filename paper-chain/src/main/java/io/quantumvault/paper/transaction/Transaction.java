package io.quantumvault.paper.transaction;

import java.util.List;
import org.bitcoinj.base.Base58;

/** A parsed transaction with the bytes it came from; not yet known to be signed rightly. */
@SuppressWarnings("ArrayRecordComponent")
public record Transaction(
    List<byte[]> signatures, Message message, byte[] messageBytes, byte[] wireBytes) {

  public Transaction {
    signatures = List.copyOf(signatures);
  }

  /** The first signature, which names the transaction. */
  public String id() {
    return Base58.encode(signatures.getFirst());
  }

  /** Whether every required signature is there and good. */
  public boolean isSigned() {
    for (int i = 0; i < signatures.size(); i++) {
      if (!StrictEd25519.verify(signatures.get(i), message.keys().get(i).toBytes(), messageBytes)) {
        return false;
      }
    }
    return true;
  }
}
