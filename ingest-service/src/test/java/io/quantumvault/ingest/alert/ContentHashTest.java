package io.quantumvault.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContentHashTest {
  private static final UUID BOT = UUID.fromString("01900000-0000-7000-8000-000000000001");
  private static final Instant TIME = Instant.parse("2026-05-01T12:00:00Z");

  @Test
  void anotherIdIsAnotherOrder() {
    assertThat(hash(BOT, alert("a", "1", null, TIME)))
        .isEqualTo(hash(BOT, alert("a", "1", null, TIME)))
        .isNotEqualTo(hash(BOT, alert("b", "1", null, TIME)));
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
    List<Size> sizes = List.of(new Size.Base(seven), new Size.Usd(seven), new Size.Percent(seven));
    List<Trigger> triggers = List.of(new Trigger.Price(seven), new Trigger.Percent(seven));
    Set<String> hashes = new HashSet<>();
    for (int field = -1; field < 20; field++) {
      hashes.add(
          hash(
              BOT,
              new Alert(
                  field == 0 ? null : "a",
                  field == 1 ? "BTC-PERP" : "SOL-PERP",
                  field == 2 ? Action.SELL : Action.BUY,
                  field == 3 ? Side.LONG : null,
                  field == 4 ? OrderType.LIMIT : OrderType.MARKET,
                  field >= 5 && field < 8 ? sizes.get(field - 5) : null,
                  field == 8 ? seven : null,
                  field == 9 ? seven : null,
                  field == 10 || field == 11 ? triggers.get(field - 10) : null,
                  field == 12 || field == 13 ? triggers.get(field - 12) : null,
                  field == 14,
                  field == 15 ? seven : null,
                  field == 16 ? Side.SHORT : null,
                  field == 17 ? seven : null,
                  field == 18 ? 7 : null,
                  field == 19 ? TIME.plusMillis(1) : TIME)));
    }
    assertThat(hashes).as("twenty differences, and none of them").hasSize(21);
  }

  /** Recorded signals are compared with it: the bytes may not change. */
  @Test
  void isFrozen() {
    assertThat(hash(BOT, alert("a", "1", null, TIME)))
        .isEqualTo("a6217075074e2017c524e9088cddd7cc0d384ef53d75325216ad02203907226d");
  }

  private static String hash(UUID bot, Alert alert) {
    return HexFormat.of().formatHex(ContentHash.of(bot, alert));
  }

  private static Alert alert(String id, @Nullable String size, @Nullable String usd, Instant time) {
    return new Alert(
        id,
        "SOL-PERP",
        Action.BUY,
        null,
        OrderType.MARKET,
        size == null ? new Size.Usd(new BigDecimal(usd)) : new Size.Base(new BigDecimal(size)),
        null,
        null,
        null,
        null,
        false,
        null,
        null,
        null,
        null,
        time);
  }
}
