package io.quantumvault.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContentHashTest {
  private static final UUID BOT = UUID.fromString("01900000-0000-7000-8000-000000000001");
  private static final Instant TIME = Instant.parse("2026-05-01T12:00:00Z");

  @Test
  void theSameContentUnderAnotherIdIsTheSame() {
    assertThat(hash(BOT, alert("a", "1", null, TIME)))
        .isEqualTo(hash(BOT, alert("b", "1", null, TIME)));
  }

  @Test
  void timeBotAndSizeCount() {
    assertThat(
            new String[] {
              hash(BOT, alert("a", "1", null, TIME)),
              hash(BOT, alert("a", "1", null, TIME.plusMillis(1))),
              hash(BOT, alert("a", "2", null, TIME)),
              hash(BOT, alert("a", null, "1", TIME)),
              hash(
                  UUID.fromString("01900000-0000-7000-8000-000000000002"),
                  alert("a", "1", null, TIME))
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void everyFieldHasItsOwnPlace() {
    BigDecimal seven = new BigDecimal("7");
    Set<String> hashes = new HashSet<>();
    for (int field = -1; field < 11; field++) {
      hashes.add(
          hash(
              BOT,
              new Alert(
                  "a",
                  field == 0 ? "BTC-PERP" : "SOL-PERP",
                  field == 1 ? Action.SELL : Action.BUY,
                  field == 2 ? OrderType.LIMIT : OrderType.MARKET,
                  field == 3 ? seven : null,
                  field == 4 ? seven : null,
                  field == 5 ? seven : null,
                  field == 6 ? seven : null,
                  field == 7 ? seven : null,
                  field == 8,
                  field == 9 ? seven : null,
                  field == 10 ? 7 : null,
                  TIME)));
    }
    assertThat(hashes).as("eleven fields, and none of them set").hasSize(12);
  }

  /** Recorded signals are compared with it: the bytes may not change. */
  @Test
  void isFrozen() {
    assertThat(hash(BOT, alert("a", "1", null, TIME)))
        .isEqualTo("b2554d4651bbd674096028f984752d82bc0712168cd48a77d160a29827533539");
  }

  private static String hash(UUID bot, Alert alert) {
    return HexFormat.of().formatHex(ContentHash.of(bot, alert));
  }

  private static Alert alert(String id, @Nullable String size, @Nullable String usd, Instant time) {
    return new Alert(
        id,
        "SOL-PERP",
        Action.BUY,
        OrderType.MARKET,
        size == null ? null : new BigDecimal(size),
        usd == null ? null : new BigDecimal(usd),
        null,
        null,
        null,
        false,
        null,
        null,
        time);
  }
}
