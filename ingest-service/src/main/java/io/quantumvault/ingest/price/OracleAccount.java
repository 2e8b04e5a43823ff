package io.quantumvault.ingest.price;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The venue's PythLazer oracle account, 48 bytes, little-endian: discriminator at 0, price i64 at
 * 8, publish time u64 at 16 (microseconds since 1970), posted slot u64 at 24, exponent i32 at 32,
 * confidence u64 at 40.
 */
public final class OracleAccount {
  private static final int SIZE = 48;
  private static final long DISCRIMINATOR = 0x9f07a1f922517985L;
  private static final int LOWEST_EXPONENT = -18;

  /** The year 9999: anything later is no time, and whoever reads the topic refuses it. */
  private static final long LATEST_MICROS = 253_402_300_799_999_999L;

  private OracleAccount() {}

  /** What an account's bytes say. */
  public sealed interface Reading {
    /**
     * A price.
     *
     * @param price US dollars per base unit, above zero
     * @param confidence the same unit
     * @param publishedAt the oracle's own time; may be old, or ahead: whoever uses it judges that
     * @param postedSlot the slot at which the oracle was written
     */
    record Price(BigDecimal price, BigDecimal confidence, Instant publishedAt, long postedSlot)
        implements Reading {}

    /** Not an oracle that may be believed. */
    record Refused(String why) implements Reading {}
  }

  /** Decodes account data; whatever is not exactly such an oracle is refused. */
  public static Reading decode(byte[] data) {
    if (data.length != SIZE) {
      return new Reading.Refused("size");
    }
    ByteBuffer bytes = ByteBuffer.wrap(data);
    if (bytes.getLong(0) != DISCRIMINATOR) {
      return new Reading.Refused("discriminator");
    }
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    long price = bytes.getLong(8);
    long publishedMicros = bytes.getLong(16);
    long slot = bytes.getLong(24);
    int exponent = bytes.getInt(32);
    long confidence = bytes.getLong(40);
    if (price <= 0) {
      return new Reading.Refused("price");
    }
    if (publishedMicros <= 0 || publishedMicros > LATEST_MICROS) {
      return new Reading.Refused("publish time");
    }
    if (slot <= 0) {
      return new Reading.Refused("slot");
    }
    if (exponent < LOWEST_EXPONENT || exponent > 0) {
      return new Reading.Refused("exponent");
    }
    if (confidence < 0) {
      return new Reading.Refused("confidence");
    }
    return new Reading.Price(
        plain(BigDecimal.valueOf(price, -exponent)),
        plain(BigDecimal.valueOf(confidence, -exponent)),
        Instant.EPOCH.plus(publishedMicros, ChronoUnit.MICROS),
        slot);
  }

  static BigDecimal plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
