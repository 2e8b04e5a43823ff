package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The recent blockhashes and the block height each belongs to. */
final class Blockhashes {
  /** A transaction may use a blockhash for this many blocks (blocks, not slots). */
  static final int MAX_AGE_BLOCKS = 150;

  private final Map<Address, Long> heights =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, Long> eldest) {
          return size() > 2 * MAX_AGE_BLOCKS;
        }
      };
  private final Address genesis;
  private Address latest;

  Blockhashes(byte[] nonce, long height) {
    genesis = hash(nonce);
    latest = genesis;
    heights.put(latest, height);
  }

  Address genesis() {
    return genesis;
  }

  Address latest() {
    return latest;
  }

  void next(long slot, long height) {
    byte[] input = ByteBuffer.allocate(40).put(latest.toBytes()).putLong(slot).array();
    latest = hash(input);
    heights.put(latest, height);
  }

  /** Whether a block of this height may hold a transaction with this blockhash. */
  boolean isValidAt(Address blockhash, long height) {
    Long made = heights.get(blockhash);
    return made != null && made <= height && height <= made + MAX_AGE_BLOCKS;
  }

  /** The last block height it is good for, or -1 when it is not known. */
  long lastHeight(Address blockhash) {
    Long made = heights.get(blockhash);
    return made == null ? -1 : made + MAX_AGE_BLOCKS;
  }

  private static Address hash(byte[] input) {
    try {
      return Address.of(MessageDigest.getInstance("SHA-256").digest(input));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
