package io.quantumvault.ingest.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.price.OracleAccount.Reading;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OracleAccountTest {
  private static final Instant PUBLISHED = Instant.parse("2026-05-01T12:00:00.123456Z");

  @Test
  void readsPriceConfidencePublishTimeAndSlot() {
    assertThat(OracleAccount.decode(account(15_123_450_000L, 331_000_000L, -8, 4_200_000L)))
        .isEqualTo(
            new Reading.Price(
                new BigDecimal("151.2345"), new BigDecimal("0.042"), PUBLISHED, 331_000_000L));
  }

  @Test
  void aWholePriceHasNoExponent() {
    assertThat(OracleAccount.decode(account(64_000_00000000L, 1, -8, 0)))
        .isEqualTo(new Reading.Price(new BigDecimal("64000"), BigDecimal.ZERO, PUBLISHED, 1));
  }

  @Test
  void failsClosed() {
    assertThat(OracleAccount.decode(new byte[47])).isEqualTo(new Reading.Refused("size"));
    assertThat(OracleAccount.decode(new byte[49])).isEqualTo(new Reading.Refused("size"));
    byte[] other = account(1, 1, -8, 1);
    other[7] ^= 1;
    assertThat(OracleAccount.decode(other)).isEqualTo(new Reading.Refused("discriminator"));
    assertThat(OracleAccount.decode(account(0, 1, -8, 1))).isEqualTo(new Reading.Refused("price"));
    assertThat(OracleAccount.decode(account(-1, 1, -8, 1))).isEqualTo(new Reading.Refused("price"));
    assertThat(OracleAccount.decode(account(1, 0, -8, 1))).isEqualTo(new Reading.Refused("slot"));
    assertThat(OracleAccount.decode(account(1, -1, -8, 1))).isEqualTo(new Reading.Refused("slot"));
    assertThat(OracleAccount.decode(account(1, 1, 1, 1)))
        .isEqualTo(new Reading.Refused("exponent"));
    assertThat(OracleAccount.decode(account(1, 1, -19, 1)))
        .isEqualTo(new Reading.Refused("exponent"));
    assertThat(OracleAccount.decode(account(1, 1, Integer.MIN_VALUE, 1)))
        .isEqualTo(new Reading.Refused("exponent"));
    assertThat(OracleAccount.decode(account(1, 1, -8, -1)))
        .isEqualTo(new Reading.Refused("confidence"));
  }

  @Test
  void whateverTheBytesItDoesNotThrow() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      byte[] data = account(random.nextLong(), random.nextLong(), -random.nextInt(20), 1);
      data[random.nextInt(data.length)] = (byte) random.nextInt();
      if (OracleAccount.decode(data) instanceof Reading.Price price) {
        assertThat(price.price()).isPositive();
      }
    }
  }

  @Test
  void aPublishTimeThatIsNoneIsRefused() {
    for (long micros : new long[] {0, -1, Long.MIN_VALUE, 253_402_300_800_000_000L}) {
      byte[] data = account(1, 1, -8, 1);
      ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putLong(16, micros);
      assertThat(OracleAccount.decode(data)).isEqualTo(new Reading.Refused("publish time"));
    }
  }

  private static byte[] account(long price, long slot, int exponent, long confidence) {
    return ByteBuffer.allocate(48)
        .putLong(0x9f07a1f922517985L)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(price)
        .putLong(1_777_636_800_123_456L)
        .putLong(slot)
        .putInt(exponent)
        .putInt(0)
        .putLong(confidence)
        .array();
  }
}
