package io.quantumvault.signer.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyDocument.OrderKind;
import io.quantumvault.schemas.policy.TradingHours;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.limits.LedgerView.Unfinished;
import io.quantumvault.signer.limits.LimitCheck.Verdict;
import io.quantumvault.signer.limits.Standing.Level;
import io.quantumvault.signer.marks.DayOpening;
import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.VenueAccount;
import io.quantumvault.signer.venue.VenueAccount.Market;
import io.quantumvault.signer.venue.VenueAccount.Position;
import io.quantumvault.signer.venue.VenueAccount.RestingOrder;
import io.quantumvault.signer.venue.VenueAction;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random accounts, ledgers, policies and orders: what must hold of every exit and every entry. */
class ExitsPropertyTest {
  private static final int ROUNDS = 20_000;
  private static final Instant NOW = Instant.parse("2026-01-07T12:00:00Z");
  private static final UUID ID = new UUID(1, 2);
  private static final BigDecimal STEP = new BigDecimal("0.01");

  /** All that keeps an exit from its signature here; freezes, grants and the like come before. */
  private static final Set<RefusalReason> OF_EXITS =
      Set.of(
          RefusalReason.NOTHING_TO_CLOSE, RefusalReason.EXIT_PACE, RefusalReason.FEE_NOT_PAYABLE);

  private final Random random;
  private final List<RestingOrder> resting = new ArrayList<>();
  private final List<Unfinished> unfinished = new ArrayList<>();
  private BigDecimal position = BigDecimal.ZERO;
  private long feeLamports;
  private int exitsLastMinute;

  ExitsPropertyTest() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    random = new Random(seed);
  }

  private BigDecimal decimal(int most, int scale) {
    return BigDecimal.valueOf(random.nextInt(2 * most + 1) - most, scale);
  }

  private void anything() {
    position = random.nextInt(5) == 0 ? BigDecimal.ZERO : decimal(50_000, 3);
    feeLamports = random.nextBoolean() ? random.nextInt(10_000) : random.nextInt(1_000_000_000);
    exitsLastMinute = random.nextInt(33);
    resting.clear();
    unfinished.clear();
    for (int n = random.nextInt(4); n > 0; n--) {
      resting.add(
          new RestingOrder(
              "SOL-PERP",
              n,
              random.nextBoolean() ? Side.BUY : Side.SELL,
              BigDecimal.valueOf(1 + random.nextInt(3000), 2),
              new BigDecimal("140"),
              random.nextBoolean()));
    }
    for (int n = random.nextInt(3); n > 0; n--) {
      unfinished.add(
          new Unfinished("SOL-PERP", decimal(2000, 2), random.nextBoolean(), random.nextBoolean()));
    }
  }

  private PolicyDocument policy() {
    boolean stop = random.nextInt(4) == 0;
    return new PolicyDocument(
        1,
        ID,
        "agent",
        "localnet",
        "paper",
        "account",
        List.of(random.nextInt(4) == 0 ? "BTC-PERP" : "SOL-PERP"),
        BigDecimal.valueOf(1 + random.nextInt(5000)),
        BigDecimal.valueOf(1 + random.nextInt(3000)),
        BigDecimal.valueOf(1 + random.nextInt(5)),
        List.of(random.nextBoolean() ? OrderKind.MARKET : OrderKind.LIMIT),
        1 + random.nextInt(100),
        1 + random.nextInt(1000),
        60,
        PolicyDocument.PositionMode.NEVER_BEYOND,
        stop,
        stop ? 250 : null,
        random.nextBoolean() ? 30 : null,
        random.nextBoolean() ? 2 : null,
        BigDecimal.valueOf(random.nextInt(500)),
        1 + random.nextInt(10),
        1 + random.nextInt(100),
        1 + random.nextInt(4),
        random.nextBoolean()
            ? new TradingHours(Set.of(DayOfWeek.MONDAY), LocalTime.of(0, 0), LocalTime.of(23, 59))
            : null,
        50_000_000,
        1000);
  }

  private Intent intent(boolean exit, boolean whole, @Nullable BigDecimal bound) {
    boolean limit = random.nextBoolean();
    return new Intent(
        ID,
        ID,
        "",
        "",
        Intent.Origin.SIGNAL,
        Intent.Part.WHOLE,
        0,
        null,
        ID,
        "agent",
        "owner",
        ID,
        1,
        new byte[32],
        "SOL-PERP",
        limit ? Intent.Kind.LIMIT : Intent.Kind.MARKET,
        whole ? null : random.nextBoolean() ? Side.BUY : Side.SELL,
        whole ? null : BigDecimal.valueOf(10 + random.nextInt(60_000), 3),
        limit ? BigDecimal.valueOf(10_000 + random.nextInt(10_000), 2) : null,
        exit,
        exit,
        whole,
        random.nextBoolean(),
        bound,
        exit && random.nextBoolean(),
        exit && random.nextBoolean(),
        random.nextInt(exit ? 2000 : 1000),
        NOW.plusSeconds(60),
        new byte[0]);
  }

  private Verdict check(Intent intent, boolean rich) {
    var account =
        new VenueAccount(
            1000,
            rich ? new BigDecimal("10000000") : decimal(10_000, 0),
            Map.of("SOL-PERP", new Position(position, BigDecimal.ZERO, BigDecimal.ZERO)),
            resting,
            Map.of(
                "SOL-PERP",
                new Market(
                    "SOL-PERP",
                    new BigDecimal("150"),
                    NOW.minusSeconds(rich ? 0 : random.nextInt(10_000)),
                    STEP,
                    new BigDecimal("0.05"),
                    new BigDecimal("0.0001"))),
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            new VenueAccount.Detail() {});
    return LimitCheck.check(
        new LimitCheck.Facts(
            intent,
            rich ? generous() : policy(),
            account,
            rich ? 1_000_000_000 : feeLamports,
            new LedgerView(
                0,
                0,
                rich ? 0 : random.nextInt(20),
                rich ? 0 : random.nextInt(200),
                exitsLastMinute,
                rich ? null : NOW.minusSeconds(random.nextInt(60)),
                random.nextInt(4),
                rich ? 0 : random.nextInt(2),
                unfinished),
            new DayOpening(
                LocalDate.of(2026, 1, 7),
                new BigDecimal("10000"),
                BigDecimal.ZERO,
                BigDecimal.ZERO),
            random.nextBoolean() && !rich ? Level.REDUCE_ONLY : Level.NONE,
            false,
            Duration.ofSeconds(10),
            NOW.plusSeconds(10),
            NOW.plusSeconds(3610),
            NOW));
  }

  /** Nothing of it stands in the way of an entry. */
  private PolicyDocument generous() {
    var most = new BigDecimal("100000000");
    return new PolicyDocument(
        1,
        ID,
        "agent",
        "localnet",
        "paper",
        "account",
        List.of("SOL-PERP"),
        most,
        most,
        new BigDecimal("1000"),
        List.of(OrderKind.MARKET, OrderKind.LIMIT),
        1000,
        200,
        60,
        PolicyDocument.PositionMode.NEVER_BEYOND,
        false,
        null,
        null,
        null,
        most,
        100,
        1000,
        1000,
        null,
        50_000_000,
        1000);
  }

  @Test
  void anExitIsFitUnlessAReasonOfExitsHoldsAndOnlyEverBringsThePositionNearerToZero() {
    int fit = 0;
    for (int i = 0; i < ROUNDS; i++) {
      anything();
      boolean whole = random.nextBoolean();
      var intent = intent(true, whole, random.nextBoolean() ? decimal(5000, 2) : null);
      var side = intent.side();
      var held =
          side == null || position.signum() == -side.sign() ? position.abs() : BigDecimal.ZERO;
      var bound = intent.positionBound();
      var room =
          whole || bound == null || bound.signum() != position.signum()
              ? held
              : held.subtract(bound.abs());
      switch (check(intent, false)) {
        case Verdict.Exceeds(var refusal) -> {
          assertThat(OF_EXITS).as(refusal.toString()).contains(refusal.reason());
          boolean holds =
              switch (refusal.reason()) {
                case NOTHING_TO_CLOSE -> room.compareTo(STEP) < 0;
                case EXIT_PACE -> exitsLastMinute >= Pace.EXITS_A_MINUTE;
                default -> feeLamports < 5000;
              };
          assertThat(holds).as(refusal.toString()).isTrue();
        }
        case Verdict.Fits fits -> {
          fit++;
          assertThat(fits.exit()).isTrue();
          assertThat(fits.signedBase().signum()).isEqualTo(-position.signum());
          assertThat(fits.signedBase().abs()).isLessThanOrEqualTo(held);
          var asked = intent.sizeBase() == null ? held : intent.sizeBase().min(room);
          assertThat(asked.subtract(fits.signedBase().abs()))
              .as("no less than a step below what was asked for")
              .isBetween(BigDecimal.ZERO, STEP);
          assertThat(reduceOnly(fits.action())).isTrue();
        }
      }
    }
    assertThat(fit).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void anEntryIsNeverMadeLargerNorTakesThePositionBeyondItsBound() {
    int fit = 0;
    int cut = 0;
    for (int i = 0; i < ROUNDS; i++) {
      anything();
      exitsLastMinute = 0;
      var bound = random.nextInt(4) == 0 ? BigDecimal.ZERO : decimal(5000, 2);
      var intent = intent(false, false, bound);
      if (!(check(intent, true) instanceof Verdict.Fits fits)) {
        continue;
      }
      fit++;
      var size = fits.signedBase().abs();
      var wanted = intent.sizeBase() == null ? BigDecimal.ZERO : intent.sizeBase();
      assertThat(size).isLessThanOrEqualTo(wanted);
      cut += wanted.subtract(size).compareTo(STEP) > 0 ? 1 : 0;
      var reached = position;
      for (var other : unfinished) {
        if (other.signedBase().signum() == fits.signedBase().signum()) {
          reached = reached.add(other.signedBase());
        }
      }
      var end = reached.add(fits.signedBase());
      boolean nearer = end.abs().compareTo(reached.abs()) <= 0 && end.signum() != -reached.signum();
      boolean within =
          end.signum() == 0
              || (end.signum() == bound.signum() && end.abs().compareTo(bound.abs()) <= 0);
      assertThat(nearer || within)
          .as(position + " with " + unfinished + " to " + end + " past " + bound)
          .isTrue();
      assertThat(reduceOnly(fits.action())).isEqualTo(fits.exit());
    }
    assertThat(fit).isGreaterThan(ROUNDS / 20);
    assertThat(cut).isPositive();
  }

  private static boolean reduceOnly(VenueAction action) {
    return switch (action) {
      case VenueAction.TakeNow take -> take.reduceOnly();
      case VenueAction.Rest rest -> rest.reduceOnly();
      case VenueAction.Cancel cancel -> true;
    };
  }
}
