package io.quantumvault.policy.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.policy.book.Pursuit.Cause;
import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Cases;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.Entries;
import io.quantumvault.policy.decision.OpenOrder;
import io.quantumvault.policy.decision.Reservation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BotBookCodecTest {
  static List<Long> seeds() {
    return LimitsHoldTest.seeds();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aBookSurvivesItsBytes(long seed) {
    var books = new Books(new Random(seed));
    for (int i = 0; i < 50; i++) {
      var book = books.any();

      var read = BotBookCodec.decode(BotBookCodec.encode(book));

      assertThat(BotBookCodec.encode(read)).isEqualTo(BotBookCodec.encode(book));
      assertThat(read).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(book);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bytesThatAreNoBookAreRefused(long seed) {
    var random = new Random(seed);
    byte[] bytes = BotBookCodec.encode(new Books(random).any());
    byte[] newer = bytes.clone();
    newer[0]++;

    assertThatThrownBy(() -> BotBookCodec.decode(newer)).isInstanceOf(CorruptState.class);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> BotBookCodec.decode(cut)).isInstanceOf(CorruptState.class);
    }
    assertThatThrownBy(() -> BotBookCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(CorruptState.class);
    for (int i = 0; i < 200; i++) {
      byte[] wrong = bytes.clone();
      wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        BotBookCodec.decode(wrong);
      } catch (CorruptState refused) {
        assertThat(refused).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void aWalletEntrySurvivesItsBytes() {
    var entry = new WalletEntry(7, 9, true);

    assertThat(WalletEntryCodec.decode(WalletEntryCodec.encode(entry))).isEqualTo(entry);
    assertThatThrownBy(() -> WalletEntryCodec.decode(new byte[3])).isInstanceOf(CorruptState.class);
  }

  /** Books with everything in them that may be. */
  private record Books(Random random) {
    BotBook any() {
      var book = new BotBook();
      book.account = perhaps(this::account);
      some(() -> book.held.put(id(), held()));
      some(() -> book.recentEntries.add(random.nextLong()));
      some(() -> book.recentExits.add(random.nextLong()));
      book.countedDay = LocalDate.ofEpochDay(random.nextInt(100_000));
      book.entriesOnDay = random.nextInt(1000);
      some(() ->
          book.markets.put(
              text(), new MarketMark(perhaps(this::time), entries(), perhaps(this::time))));
      some(() -> book.pursuits.put(text(), pursuit()));
      book.forgottenAlertMs = random.nextLong();
      book.forgottenSignalMs = random.nextLong();
      return book;
    }

    private Account account() {
      var positions = new TreeMap<String, BigDecimal>();
      some(() -> positions.put(text(), decimal()));
      return new Account(
          random.nextLong(),
          time(),
          decimal(),
          positions,
          Stream.generate(this::openOrder).limit(random.nextInt(4)).toList(),
          LocalDate.ofEpochDay(random.nextInt(100_000)),
          decimal(),
          decimal(),
          random.nextLong());
    }

    private OpenOrder openOrder() {
      return new OpenOrder(
          text(), random.nextLong(), side(), decimal(), random.nextBoolean(), random.nextBoolean());
    }

    private HeldReservation held() {
      var reservation =
          new Reservation(
              text(), perhaps(this::side), decimal(), random.nextBoolean(), random.nextBoolean());
      return new HeldReservation(reservation, time(), random.nextBoolean(), random.nextLong());
    }

    private Entries entries() {
      return new Entries(random.nextInt(100), perhaps(this::time));
    }

    private Pursuit pursuit() {
      return new Pursuit(
          random.nextBoolean()
              ? new Cause.OfStop(id())
              : new Cause.OfSignal(id(), random.nextInt(3), text(), time()),
          random.nextInt(100),
          perhaps(this::id),
          perhaps(this::side),
          perhaps(this::decimal),
          random.nextInt(1000),
          time());
    }

    private Direction side() {
      return random.nextBoolean() ? Direction.LONG : Direction.SHORT;
    }

    private UUID id() {
      return new UUID(random.nextLong(), random.nextLong());
    }

    private String text() {
      return "M" + random.nextInt(1000) + "-ÄPERP";
    }

    private Instant time() {
      return Cases.NOW.plusMillis(random.nextInt());
    }

    private BigDecimal decimal() {
      return new BigDecimal(
          new BigInteger(1 + random.nextInt(400), random).subtract(BigInteger.TEN),
          random.nextInt(200) - 100);
    }

    private <T> @Nullable T perhaps(Supplier<T> value) {
      return random.nextBoolean() ? value.get() : null;
    }

    private void some(Runnable each) {
      for (int left = random.nextInt(4); left > 0; left--) {
        each.run();
      }
    }
  }
}
