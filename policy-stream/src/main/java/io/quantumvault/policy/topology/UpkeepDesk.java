package io.quantumvault.policy.topology;

import io.quantumvault.policy.book.BotBook;
import io.quantumvault.policy.book.Pursuit.Cause;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.policy.decision.Standing;
import io.quantumvault.policy.outbound.InputsWriter;
import io.quantumvault.policy.outbound.IntentCause;
import io.quantumvault.policy.outbound.IntentWriter.Outgoing;
import io.quantumvault.policy.upkeep.Upkeep;
import io.quantumvault.policy.upkeep.Upkeep.Due;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.IntentOrigin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a bot needs done although no alert asks for it, and knows which bots wait for time. */
final class UpkeepDesk {
  private static final Logger LOG = LoggerFactory.getLogger(UpkeepDesk.class);

  private final WalletStage stage;
  private final WalletStore store;
  private final StageMetrics metrics;
  private final Set<StoreKeys.BotKey> waiting = new LinkedHashSet<>();

  UpkeepDesk(WalletStage stage, WalletStore store, StageMetrics metrics) {
    this.stage = stage;
    this.store = store;
    this.metrics = metrics;
  }

  /** The bots that time alone may make something due for. */
  List<StoreKeys.BotKey> waiting() {
    return List.copyOf(waiting);
  }

  /** What is due for every bot of a wallet. */
  List<Outgoing> of(String wallet, Instant now) {
    var snapshot = stage.snapshotOf(wallet);
    var due = new ArrayList<Outgoing>();
    if (snapshot != null) {
      snapshot.bots().keySet().stream()
          .sorted()
          .forEach(botId -> due.addAll(of(new StoreKeys.BotKey(wallet, botId), now)));
    }
    return due;
  }

  /** What is due for a bot, entered into its book. */
  List<Outgoing> of(StoreKeys.BotKey bot, Instant now) {
    var snapshot = stage.snapshotOf(bot.wallet());
    if (snapshot == null) {
      return List.of();
    }
    var book = store.book(bot.wallet(), bot.botId());
    var standing = stage.standing(bot.wallet(), bot.botId(), snapshot.owner(), book);
    var outgoing = new ArrayList<Outgoing>();
    var pursued = Map.copyOf(book.pursuits());
    var due = Upkeep.of(standing, book, now);
    for (var one : due) {
      enter(bot, snapshot.owner(), standing, book, one, now, outgoing);
    }
    if (!due.isEmpty() || !pursued.equals(book.pursuits())) {
      store.put(bot.wallet(), bot.botId(), book);
    }
    if (Upkeep.waits(standing, book)) {
      waiting.add(bot);
    } else {
      waiting.remove(bot);
    }
    return outgoing;
  }

  private void enter(
      StoreKeys.BotKey bot,
      String owner,
      Standing standing,
      BotBook book,
      Due due,
      Instant now,
      List<Outgoing> outgoing) {
    switch (due) {
      case Due.Attempt(var pursuit, var number, var order) -> {
        var cause = cause(bot, owner, pursuit.cause());
        var intentId = intentId(bot.botId(), order.market(), pursuit.cause(), number);
        outgoing.add(outgoing(cause, intentId, number, order, standing, book, now));
        book.reserve(intentId, order, now);
        book.put(order.market(), pursuit.sent(intentId, number));
      }
      case Due.Tidy(var order) -> {
        var cause =
            new IntentCause(
                IntentOrigin.INTENT_ORIGIN_PROTECTION,
                "",
                "",
                "",
                bot.botId(),
                bot.wallet(),
                owner,
                Instant.EPOCH);
        var intentId =
            Ids.protectionIntentId(bot.botId(), order.market(), order.deadline().toEpochMilli());
        outgoing.add(outgoing(cause, intentId, 0, order, standing, book, now));
        book.tidied(order.market(), now);
      }
      case Due.GivenUp(var market, var pursuit) -> {
        metrics.alarm("exit-given-up");
        LOG.atError()
            .addKeyValue("botId", bot.botId())
            .addKeyValue("market", market)
            .addKeyValue("attempts", pursuit.attempt() + 1)
            .log("An exit had all its attempts and the position is still there");
      }
    }
  }

  private static Outgoing outgoing(
      IntentCause cause,
      UUID intentId,
      int number,
      Order order,
      Standing standing,
      BotBook book,
      Instant now) {
    return new Outgoing(
        cause,
        intentId,
        number,
        order,
        Objects.requireNonNull(standing.grant(), "nothing is due without a grant"),
        InputsWriter.write(now, order.market(), standing, book.account(), book.reservations()),
        List.of(),
        List.of(),
        List.of());
  }

  private static UUID intentId(UUID botId, String market, Cause cause, int number) {
    return switch (cause) {
      case Cause.OfSignal(var signalId, var part, _, _) -> Ids.intentId(signalId, part, number);
      case Cause.OfStop(var stopId) -> Ids.flattenIntentId(stopId, botId, market, number);
    };
  }

  private static IntentCause cause(StoreKeys.BotKey bot, String owner, Cause cause) {
    return switch (cause) {
      case Cause.OfSignal(var signalId, _, var causation, var alertTime) ->
          new IntentCause(
              IntentOrigin.INTENT_ORIGIN_SIGNAL,
              signalId.toString(),
              "",
              causation,
              bot.botId(),
              bot.wallet(),
              owner,
              alertTime);
      case Cause.OfStop(var stopId) ->
          new IntentCause(
              IntentOrigin.INTENT_ORIGIN_FLATTEN,
              "",
              stopId.toString(),
              "",
              bot.botId(),
              bot.wallet(),
              owner,
              Instant.EPOCH);
    };
  }
}
