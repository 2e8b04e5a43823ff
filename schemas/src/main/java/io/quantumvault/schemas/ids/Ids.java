package io.quantumvault.schemas.ids;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/**
 * Identifiers of events, signals and intents. All are 16 bytes, written as lower-case UUID text.
 */
public final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** A new UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits. */
  public static UUID newId() {
    return newId(System.currentTimeMillis());
  }

  /** A new UUIDv7 of the given millisecond. */
  public static UUID newId(long unixMillis) {
    byte[] random = new byte[10];
    RANDOM.nextBytes(random);
    var buffer = ByteBuffer.wrap(random);
    long randomA = buffer.getShort() & 0x0FFFL;
    long randomB = buffer.getLong() & 0x3FFF_FFFF_FFFF_FFFFL;
    return new UUID((unixMillis << 16) | 0x7000L | randomA, randomB | 0x8000_0000_0000_0000L);
  }

  /**
   * The first intent a signal can lead to: the first 16 bytes of SHA-256({@code "intent"} ‖ signal
   * id), so that whatever is processed twice asks for the same trade twice and the ledger can tell.
   */
  public static UUID intentId(UUID signalId) {
    return firstHalf(Sha256.of("intent".getBytes(UTF_8), bytes(signalId)));
  }

  /**
   * A further intent of a signal: one part of a flip, or a new attempt of an exit.
   *
   * @param part as the event contract numbers it, 0 for an order that is whole
   * @param attempt 0 for the first, at most 255
   */
  public static UUID intentId(UUID signalId, int part, int attempt) {
    return part == 0 && attempt == 0
        ? intentId(signalId)
        : firstHalf(
            Sha256.of(
                "intent".getBytes(UTF_8),
                bytes(signalId),
                new byte[] {(byte) part, (byte) attempt}));
  }

  /**
   * The intent that takes away resting orders which have lost their reason; its deadline in
   * milliseconds since 1970, of which no two of one market are alike, is written as u64 big endian.
   */
  public static UUID protectionIntentId(UUID botId, String market, long deadlineMs) {
    return firstHalf(
        Sha256.of(
            "protection".getBytes(UTF_8),
            bytes(botId),
            market.getBytes(UTF_8),
            ByteBuffer.allocate(8).putLong(deadlineMs).array()));
  }

  /**
   * The intent of one attempt to close one market under one FLATTEN stop; attempt is written as u32
   * big endian.
   */
  public static UUID flattenIntentId(UUID stopId, UUID botId, String market, int attempt) {
    return firstHalf(
        Sha256.of(
            "flatten".getBytes(UTF_8),
            bytes(stopId),
            bytes(botId),
            market.getBytes(UTF_8),
            ByteBuffer.allocate(4).putInt(attempt).array()));
  }

  /** The 16 bytes of an id, most significant first. */
  public static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  /**
   * The id of 16 bytes, most significant first.
   *
   * @throws IllegalArgumentException if there are not 16
   */
  public static UUID fromBytes(byte[] bytes) {
    if (bytes.length != 16) {
      throw new IllegalArgumentException("an id has 16 bytes");
    }
    var buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  private static UUID firstHalf(byte[] hash) {
    return fromBytes(Arrays.copyOf(hash, 16));
  }
}
