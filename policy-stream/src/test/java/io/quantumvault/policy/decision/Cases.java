package io.quantumvault.policy.decision;

import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request that is approved, and one way to change one thing of it. */
public final class Cases {
  /** A Friday. */
  public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  public static final String SOL = "SOL-PERP";
  public static final String BTC = "BTC-PERP";

  private Cases() {}

  /** Buys 1 SOL at 100 US dollars with nothing held. */
  public static DecisionRequest approvable() {
    return new DecisionRequest(
        NOW,
        alert(Action.BUY, "1"),
        standing(),
        SeenBefore.NEVER,
        new Activity(0, 0, 0),
        Entries.NONE,
        Map.of(SOL, quote("100")),
        account(),
        List.of());
  }

  /** The same with this held and asked. */
  public static DecisionRequest holding(String base, Action action, @Nullable String size) {
    return with(with(approvable(), "alert", alert(action, size)), "account.positions", sol(base));
  }

  /**
   * The same record but for one thing.
   *
   * @param path names of components, as in {@code standing.grant.limits.cooldown}
   */
  public static <R extends Record> R with(R record, String path, @Nullable Object value) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    try {
      @SuppressWarnings("unchecked")
      var type = (Class<R>) record.getClass();
      var components = type.getRecordComponents();
      var values = new @Nullable Object[components.length];
      boolean found = false;
      for (int i = 0; i < components.length; i++) {
        var held = components[i].getAccessor().invoke(record);
        boolean meant = components[i].getName().equals(name);
        found |= meant;
        values[i] =
            !meant ? held : dot < 0 ? value : with((Record) held, path.substring(dot + 1), value);
      }
      if (!found) {
        throw new IllegalArgumentException(type + " has no " + name);
      }
      var types = Arrays.stream(components).map(one -> one.getType()).toArray(Class<?>[]::new);
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  public static BigDecimal n(String number) {
    return new BigDecimal(number);
  }

  public static Map<String, BigDecimal> sol(String base) {
    return Map.of(SOL, n(base));
  }

  public static Size.Base base(String units) {
    return new Size.Base(n(units));
  }

  public static StrategyPosition exactly(String base) {
    return new StrategyPosition.Exactly(n(base));
  }

  public static Limits limits() {
    return new Limits(
        Set.of(SOL, BTC),
        Set.of(OrderType.MARKET, OrderType.LIMIT),
        n("1000"),
        n("500"),
        n("5"),
        50,
        200,
        Duration.ofMinutes(60),
        PositionMode.NEVER_BEYOND,
        null,
        null,
        null,
        n("200"),
        10,
        100,
        8,
        null,
        50_000_000);
  }

  public static Standing standing() {
    return new Standing(
        true,
        false,
        false,
        false,
        null,
        9,
        new GrantTerms(
            new UUID(7, 7),
            NOW.minusSeconds(600),
            NOW.plusSeconds(600),
            false,
            3,
            "ab".repeat(32),
            "{}",
            limits(),
            true));
  }

  /** Flat, with an equity of 1000, which is what the day opened with. */
  public static Account account() {
    return new Account(
        500,
        NOW.minusSeconds(30),
        n("1000"),
        Map.of(),
        List.of(),
        LocalDate.parse("2026-11-20"),
        n("1000"),
        n("0"),
        1_000_000_000);
  }

  public static Alert alert(Action action, @Nullable String size) {
    return new Alert(
        new UUID(1, 1),
        new UUID(2, 2),
        SOL,
        action,
        OrderType.MARKET,
        size == null ? null : base(size),
        null,
        false,
        null,
        null,
        null,
        null,
        null,
        null,
        NOW.minusSeconds(1));
  }

  /** In steps of a hundredth. */
  public static Quote quote(String price) {
    return new Quote(
        n(price), 400, NOW.minusSeconds(2), NOW.minusSeconds(1), null, false, n("0.01"));
  }

  public static OpenOrder resting(Direction direction, String remaining, boolean reduceOnly) {
    return new OpenOrder(SOL, 1, direction, n(remaining), reduceOnly, false);
  }

  /** A market order on its way. */
  public static Reservation onItsWay(Direction direction, String size, boolean exit) {
    return new Reservation(SOL, direction, n(size), exit, false);
  }
}
