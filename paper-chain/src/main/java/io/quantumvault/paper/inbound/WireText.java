package io.quantumvault.paper.inbound;

import io.quantumvault.paper.transaction.MalformedTransactionException;
import io.quantumvault.paper.transaction.Transaction;
import io.quantumvault.paper.transaction.TransactionParser;
import java.util.Base64;
import org.bitcoinj.base.Base58;
import org.bitcoinj.base.exceptions.AddressFormatException;

/** Transactions as text, in the encodings sendTransaction takes. */
final class WireText {
  private static final String TYPE = "solana_transaction::versioned::VersionedTransaction";
  private static final int MAX_BASE64 = 1_644;
  private static final int MAX_BASE58 = 1_683;
  private static final int MAX_SIGNATURE = 88;

  private WireText() {}

  static Transaction transaction(String text, String encoding) throws RpcException {
    byte[] wire = bytes(text, encoding);
    try {
      return TransactionParser.parse(wire);
    } catch (MalformedTransactionException e) {
      throw RpcException.invalidParams(
          e.getMessage() != null && e.getMessage().contains("sanitize")
              ? "invalid transaction: " + e.getMessage()
              : "failed to deserialize " + TYPE + ": " + e.getMessage());
    }
  }

  static byte[] bytes(String text, String encoding) throws RpcException {
    return switch (encoding) {
      case "base64" -> base64(text);
      case "base58" -> base58(text);
      default ->
          throw RpcException.invalidParams(
              "unsupported encoding: " + encoding + ". Supported encodings: base58, base64");
    };
  }

  private static byte[] base64(String text) throws RpcException {
    requireShort(text, MAX_BASE64, "base64");
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw RpcException.invalidParams("invalid base64 encoding: " + e.getMessage());
    }
  }

  private static byte[] base58(String text) throws RpcException {
    requireShort(text, MAX_BASE58, "base58");
    try {
      return Base58.decode(text);
    } catch (AddressFormatException e) {
      throw RpcException.invalidParams("invalid base58 encoding: " + e.getMessage());
    }
  }

  private static void requireShort(String text, int max, String encoding) throws RpcException {
    if (text.length() > max) {
      throw RpcException.invalidParams(
          encoding
              + " encoded "
              + TYPE
              + " too large: "
              + text.length()
              + " bytes (max: encoded/raw "
              + max
              + "/"
              + TransactionParser.MAX_BYTES
              + ")");
    }
  }

  /** Refuses what cannot be a signature. */
  static void requireSignature(String text) throws RpcException {
    if (text.length() > MAX_SIGNATURE) {
      throw RpcException.invalidParams("Invalid param: WrongSize");
    }
    try {
      if (Base58.decode(text).length == 64) {
        return;
      }
    } catch (AddressFormatException e) {
      throw RpcException.invalidParams("Invalid param: Invalid");
    }
    throw RpcException.invalidParams("Invalid param: WrongSize");
  }
}
