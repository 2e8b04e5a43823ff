package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.SharedInstallation;
import io.quantumvault.acceptance.dsl.TopicReader;
import io.quantumvault.acceptance.dsl.Trader;
import io.quantumvault.owner.AlertSender;
import io.quantumvault.owner.ApiRefused;
import io.quantumvault.owner.Poll;
import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.SignalRejected;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Alerts trade once, within what was signed, or are refused with a reason. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TradingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> OUTCOMES =
      List.of("executions-v1", "rejections-v1", "intents-v1");

  private final Installation system = SharedInstallation.get();

  @Test
  void anAlertTradesAndItsEffectIsReadBackFromTheChain() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    try (var topics = new TopicReader(system.kafka("operator"), OUTCOMES)) {
      ExecutionEvent end = executed(topics, trader.alert("a", "SOL-PERP", "buy", "1").signalId());
      assertThat(end.getKindCase()).isEqualTo(KindCase.CONFIRMED);
      assertThat(new BigDecimal(end.getConfirmed().getEffect().getFilledBase()))
          .isEqualByComparingTo("1");
      var status =
          system
              .chain()
              .call("getSignatureStatuses", List.of(Told.signature(end)))
              .get("value")
              .get(0);
      assertThat(status.get("slot").asLong()).isEqualTo(end.getConfirmed().getSlot());
      assertThat(status.get("err").isNull()).isTrue();
    }
  }

  @Test
  void theSameAlertTwiceTradesOnce() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    String body = Trader.body("once", "SOL-PERP", "buy", "0.1");
    try (var topics = new TopicReader(system.kafka("operator"), OUTCOMES)) {
      var first = trader.post(body);
      var second = trader.post(body);
      assertThat(executed(topics, first.signalId()).getKindCase()).isEqualTo(KindCase.CONFIRMED);
      assertThat(rejected(topics, second.signalId()).getReasonsList())
          .contains(Reason.REASON_DUPLICATE_CONTENT);
      assertThat(topics.executions(second.signalId())).isEmpty();
      assertThat(topics.executions(first.signalId()))
          .filteredOn(ExecutionEvent::hasSigned)
          .hasSize(1);
    }
  }

  @Test
  void anAlertThatIsOnlyTriedIsDecidedAndNeverTraded() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    String bot = trader.bot().botId();
    String body = Trader.body("tried", "SOL-PERP", "buy", "0.1");
    try (var topics = new TopicReader(system.kafka("operator"), OUTCOMES)) {
      JsonNode tried = trader.owner().testAlert(bot, body);
      JsonNode decision = tried.get("decision");
      assertThat(decision.get("approved").asBoolean()).as("%s", tried).isTrue();
      assertThat(decision.get("orders").get(0).get("size").asString()).isEqualTo("0.1");
      JsonNode large =
          trader
              .owner()
              .testAlert(bot, Trader.body("large", "SOL-PERP", "buy", "1000"))
              .get("decision");
      assertThat(large.get("approved").asBoolean()).isFalse();
      assertThat(large.get("reasons").valueStream().map(JsonNode::asString))
          .contains("ORDER_TOO_LARGE");
      assertThatThrownBy(() -> trader.owner().testAlert(bot, "buy SOL"))
          .isInstanceOfSatisfying(
              ApiRefused.class, refused -> assertThat(refused.status()).isEqualTo(400));

      // Nothing of it is remembered: the same body trades when it comes in earnest.
      ExecutionEvent end = executed(topics, trader.post(body).signalId());
      assertThat(end.getKindCase()).isEqualTo(KindCase.CONFIRMED);
      assertThat(topics.executions(tried.get("signalId").asString())).isEmpty();
    }
    var again = system.run("policy", "replay", "--bot", bot);
    assertThat(again.exit()).as("%s", again).isZero();
    assertThat(again.out())
        .contains("buy 0.1 SOL-PERP (dry run)", "3 of 3 alerts decided the same");
  }

  @Test
  void whateverIsOutsideThePolicyIsRefusedForItsReason() throws Exception {
    Trader trader =
        Trader.ready(
            system, Map.of("maxOrderNotionalUsd", "500", "allowedMarkets", List.of("SOL-PERP")));
    try (var topics = new TopicReader(system.kafka("operator"), OUTCOMES)) {
      refuses(
          topics, trader.alert("large", "SOL-PERP", "buy", "100"), Reason.REASON_ORDER_TOO_LARGE);
      refuses(
          topics,
          trader.alert("market", "BTC-PERP", "buy", "0.001"),
          Reason.REASON_MARKET_NOT_ALLOWED);
      refuses(
          topics,
          trader.post(
              "{\"id\":\"type\",\"market\":\"SOL-PERP\",\"action\":\"buy\",\"size\":\"0.1\",\"type\":\"limit\",\"price\":\"1\",\"time\":\"%s\"}"
                  .formatted(Instant.now())),
          Reason.REASON_ORDER_TYPE_NOT_ALLOWED);
      refuses(
          topics,
          trader.post(
              "{\"id\":\"old\",\"market\":\"SOL-PERP\",\"action\":\"buy\",\"size\":\"0.1\",\"time\":\"%s\"}"
                  .formatted(Instant.now().minusSeconds(120))),
          Reason.REASON_STALE);
      refuses(
          topics,
          trader.post(
              "{\"id\":\"close\",\"market\":\"SOL-PERP\",\"action\":\"close\",\"time\":\"%s\"}"
                  .formatted(Instant.now())),
          Reason.REASON_NOTHING_TO_CLOSE);
    }
  }

  @Test
  void aHundredAlertsAtOnceNeverExceedThePositionLimit() throws Exception {
    Trader trader =
        Trader.ready(system, Map.of("maxPositionNotionalUsd", "300", "maxOrderNotionalUsd", "200"));
    var sender = new AlertSender();
    try (var topics = new TopicReader(system.kafka("operator"), OUTCOMES)) {
      List<CompletableFuture<AlertSender.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(
            sender.postAsync(trader.hook(), Trader.body("burst-" + i, "SOL-PERP", "buy", "0.2")));
      }
      for (var answer : answers) {
        if (answer.join().status() == 202) {
          awaitEnd(topics, answer.join().signalId());
        }
      }
      // The limit is counted at the oracle's price; what is paid may be worse by the slippage.
      var limit = new BigDecimal("300").multiply(new BigDecimal("1.01"));
      assertThat(largestPositionValue(topics, answers)).isPositive().isLessThanOrEqualTo(limit);
    }
  }

  @Test
  void nothingTradesAfterARevoke() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    try (var topics = new TopicReader(system.kafka("operator"), OUTCOMES)) {
      trades(topics, trader.alert("before", "SOL-PERP", "buy", "0.1"));
      trader.owner().revokeExecution(trader.bot().botId());
      var answer = trader.alert("late", "SOL-PERP", "buy", "0.1");
      refusedAs(topics, answer.signalId(), Reason.REASON_NOT_ENABLED, "GRANT_MISSING");
    }
  }

  @Test
  void aFreezeHoldsUntilItsOwnerLiftsIt() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    try (var topics = new TopicReader(system.kafka("operator"), OUTCOMES)) {
      trades(topics, trader.alert("before", "SOL-PERP", "buy", "0.1"));
      String stopId =
          trader
              .owner()
              .api()
              .post("/v1/bots/" + trader.bot().botId() + "/stops", Map.of("kind", "FREEZE"))
              .get("stopId")
              .asString();
      var answer = trader.alert("frozen", "SOL-PERP", "buy", "0.1");
      refusedAs(topics, answer.signalId(), Reason.REASON_FROZEN, "FROZEN");

      trader.owner().resumeExecution(stopId);
      tradesOnceLifted(topics, trader);
    }
  }

  /** Until the lifted stop has reached both stages they may refuse, but only as frozen. */
  private static void tradesOnceLifted(TopicReader topics, Trader trader) throws Exception {
    var number = new AtomicInteger();
    Poll.until(
        PATIENCE,
        "a trade after the freeze",
        () -> {
          var answer = trader.alert("after-" + number.get(), "SOL-PERP", "buy", "0.1");
          number.incrementAndGet();
          awaitEnd(topics, answer.signalId());
          boolean traded =
              topics.executions(answer.signalId()).stream().anyMatch(ExecutionEvent::hasConfirmed);
          if (!traded) {
            refusedAs(topics, answer.signalId(), Reason.REASON_FROZEN, "FROZEN");
          }
          return traded;
        });
  }

  private static void trades(TopicReader topics, AlertSender.Answer answer)
      throws IOException, InterruptedException {
    assertThat(executed(topics, answer.signalId()).getKindCase()).isEqualTo(KindCase.CONFIRMED);
  }

  /** By the policy stage or, where its news came later, by the signer; and never signed. */
  private static void refusedAs(
      TopicReader topics, String signalId, Reason atTheStage, String atTheSigner)
      throws IOException, InterruptedException {
    awaitEnd(topics, signalId);
    var executions = topics.executions(signalId);
    assertThat(executions).noneMatch(ExecutionEvent::hasSigned);
    var rejections = topics.rejections(signalId);
    if (rejections.isEmpty()) {
      assertThat(executions.getLast().getKindCase()).isEqualTo(KindCase.REFUSED);
      assertThat(executions.getLast().getRefused().getReason()).isEqualTo(atTheSigner);
    } else {
      assertThat(executions).isEmpty();
      assertThat(rejections)
          .singleElement()
          .satisfies(one -> assertThat(one.getReasonsList()).containsExactly(atTheStage));
    }
  }

  private static BigDecimal largestPositionValue(
      TopicReader topics, List<CompletableFuture<AlertSender.Answer>> answers) {
    return answers.stream()
        .flatMap(answer -> topics.executions(answer.join().signalId()).stream())
        .filter(ExecutionEvent::hasConfirmed)
        .flatMap(event ->
            event.getConfirmed().getAccount().getPositionsList().stream()
                .map(held ->
                    new BigDecimal(held.getBase())
                        .multiply(
                            new BigDecimal(event.getConfirmed().getEffect().getAveragePrice()))))
        .max(BigDecimal::compareTo)
        .orElse(BigDecimal.ZERO);
  }

  private static void refuses(TopicReader topics, AlertSender.Answer answer, Reason reason)
      throws IOException, InterruptedException {
    assertThat(rejected(topics, answer.signalId()).getReasonsList()).contains(reason);
  }

  private static SignalRejected rejected(TopicReader topics, String signalId)
      throws IOException, InterruptedException {
    Poll.until(PATIENCE, "a refusal of " + signalId, () -> !topics.rejections(signalId).isEmpty());
    return topics.rejections(signalId).getFirst();
  }

  private static ExecutionEvent executed(TopicReader topics, String signalId)
      throws IOException, InterruptedException {
    awaitEnd(topics, signalId);
    assertThat(topics.rejections(signalId)).isEmpty();
    return topics.executions(signalId).getLast();
  }

  private static void awaitEnd(TopicReader topics, String signalId)
      throws IOException, InterruptedException {
    Poll.until(
        PATIENCE,
        "an end of " + signalId,
        () ->
            !topics.rejections(signalId).isEmpty()
                || topics.executions(signalId).stream()
                    .anyMatch(event -> Told.isEnd(event) || event.hasOutcomeUnknown()));
  }
}
