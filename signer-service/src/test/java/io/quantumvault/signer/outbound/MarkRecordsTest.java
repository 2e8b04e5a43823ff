package io.quantumvault.signer.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.schemas.v1.SignerMarks;
import io.quantumvault.signer.marks.BotMark;
import io.quantumvault.signer.marks.BotMark.LiveGrant;
import io.quantumvault.signer.marks.DayOpening;
import io.quantumvault.signer.marks.HotMark;
import io.quantumvault.signer.marks.Mark;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.marks.StandingMark;
import io.quantumvault.signer.marks.StandingMark.Freeze;
import io.quantumvault.signer.marks.StandingMark.Hold;
import io.quantumvault.signer.marks.StandingMark.StopMark;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MarkRecordsTest {
  private static final String WALLET = "8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR9";

  private static MarkBook book() {
    return new MarkBook(
        (stop, text, signature, owner, cluster) -> Optional.empty(), InstantSource.system());
  }

  private static Mark roundTrip(byte[]... records) {
    var into = book();
    for (byte[] record : records) {
      MarkRecords.load(record, into);
    }
    return into.of(WALLET);
  }

  @Test
  void whateverMarkIsWrittenIsRead() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int run = 0; run < 500; run++) {
      var standing = standing(random);
      var hot = new HotMark(random.nextLong(Long.MAX_VALUE), random.nextLong(Long.MAX_VALUE));
      assertThat(roundTrip(MarkRecords.standing(WALLET, standing), MarkRecords.hot(WALLET, hot)))
          .as("seed %d run %d", seed, run)
          .isEqualTo(new Mark(standing, hot));
    }
  }

  @Test
  void thePositionOfThePartitionsStateIsRead() {
    var into = book();
    MarkRecords.load(MarkRecords.state(77), into);
    assertThat(into.statePosition()).isEqualTo(77);
  }

  private static StandingMark standing(Random random) {
    var bots = new HashMap<UUID, BotMark>();
    var stops = new HashMap<UUID, StopMark>();
    var ended = new HashSet<UUID>();
    for (int i = random.nextInt(4); i > 0; i--) {
      bots.put(id(random), bot(random));
      stops.put(
          id(random),
          new StopMark(
              random.nextBoolean() ? null : id(random), random.nextInt(5), random.nextInt(5)));
      ended.add(id(random));
    }
    return new StandingMark(
        "owner" + random.nextInt(),
        random.nextLong(Long.MAX_VALUE),
        random.nextLong(Long.MAX_VALUE),
        bots,
        stops,
        ended,
        random.nextBoolean() ? null : new Freeze("reason" + random.nextInt(), at(random)),
        random.nextBoolean()
            ? null
            : new Hold(random.nextInt(1000), random.nextInt(1000), at(random)));
  }

  private static BotMark bot(Random random) {
    Map<UUID, Instant> ended = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      ended.put(id(random), at(random));
    }
    return new BotMark(
        random.nextInt(1000),
        random.nextBoolean() ? null : new LiveGrant(id(random), at(random)),
        ended,
        random.nextBoolean()
            ? null
            : new DayOpening(
                LocalDate.ofEpochDay(random.nextInt(30_000)),
                usd(random),
                usd(random),
                usd(random)));
  }

  private static UUID id(Random random) {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private static Instant at(Random random) {
    return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
  }

  private static BigDecimal usd(Random random) {
    return BigDecimal.valueOf(random.nextLong(), random.nextInt(10));
  }

  @Test
  void aHotMarkIsSmall() {
    assertThat(MarkRecords.hot(WALLET, new HotMark(Long.MAX_VALUE, Long.MAX_VALUE)))
        .hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void theTwoRecordsOfAWalletHaveKeysOfTheirOwn() {
    assertThat(MarkRecords.hotKey(WALLET)).isNotEqualTo(MarkRecords.standingKey(WALLET));
  }

  @Test
  void whatCannotBeReadIsNotSkipped() {
    assertThatThrownBy(() -> roundTrip(new byte[] {1, 2, 3}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> roundTrip(new byte[0])).isInstanceOf(IllegalStateException.class);
    var noId =
        SignerMarks.newBuilder()
            .setStanding(
                io.quantumvault.schemas.v1.StandingMark.newBuilder().addEndedStops("no id"))
            .build();
    assertThatThrownBy(() -> roundTrip(noId.toByteArray()))
        .isInstanceOf(IllegalStateException.class);
  }
}
