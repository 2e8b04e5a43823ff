package io.quantumvault.acceptance.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.owner.AlertSender;
import io.quantumvault.owner.Poll;
import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What becomes of alerts. */
public record Outcomes(Installation system) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MARKET = "SOL-PERP";
  private static final String SIZE = "0.1";
  private static final int TOO_MANY = 429;

  /** Sends an alert that somebody refuses, and nobody signs; the reasons. */
  public List<String> refused(Trader trader, String id) throws IOException, InterruptedException {
    return reasons(accepted(trader, id));
  }

  private static String accepted(Trader trader, String id)
      throws IOException, InterruptedException {
    var answer = new AlertSender.Answer[] {trader.alert(id, MARKET, "buy", SIZE)};
    // Asked often enough a webhook's pace is used up; it comes back by the second.
    Poll.until(
        PATIENCE,
        "a place in the webhook's pace",
        () -> {
          if (answer[0].status() == TOO_MANY) {
            answer[0] = trader.alert(id, MARKET, "buy", SIZE);
          }
          return answer[0].status() != TOO_MANY;
        });
    assertThat(answer[0].status()).as("%s", answer[0].body()).isEqualTo(202);
    return answer[0].signalId();
  }

  /** The reasons for which an alert was refused, without a signature. */
  public List<String> reasons(String signalId) throws IOException, InterruptedException {
    try (var topics = topics()) {
      Poll.until(PATIENCE, "a refusal", () -> ended(topics, signalId));
      assertThat(topics.executions(signalId)).noneMatch(ExecutionEvent::hasSigned);
      var rejections = topics.rejections(signalId);
      return rejections.isEmpty()
          ? List.of(topics.executions(signalId).getLast().getRefused().getReason())
          : rejections.stream()
              .flatMap(one -> one.getReasonsList().stream())
              .map(Enum::name)
              .toList();
    }
  }

  /**
   * The end of an alert that the stage approves: until it has taken the newest state it may refuse.
   */
  public ExecutionEvent end(Trader trader, String id) throws IOException, InterruptedException {
    try (var topics = topics()) {
      var found = new ExecutionEvent[1];
      var number = new int[1];
      Poll.until(
          PATIENCE,
          "an end that the signer tells",
          () -> {
            var signalId = accepted(trader, id + " " + number[0]++);
            Poll.until(PATIENCE, "an end", () -> ended(topics, signalId));
            var events = topics.executions(signalId);
            if (!events.isEmpty()) {
              found[0] = events.getLast();
            }
            return found[0] != null;
          });
      return found[0];
    }
  }

  /** One alert more trades. */
  public void trades(Trader trader, String id) throws IOException, InterruptedException {
    assertThat(end(trader, id).getKindCase()).isEqualTo(KindCase.CONFIRMED);
  }

  /** The same where stage and signer may hear of a new grant one after the other. */
  public void tradesAtLast(Trader trader, String id) throws IOException, InterruptedException {
    var number = new int[1];
    Poll.until(
        PATIENCE,
        "a trade under the new grant",
        () -> end(trader, id + " " + number[0]++).getKindCase() == KindCase.CONFIRMED);
  }

  /** An alert that the stage approves is refused by the signer, for this. */
  public void signerRefuses(Trader trader, String id, String reason)
      throws IOException, InterruptedException {
    var end = end(trader, id);
    assertThat(end.getKindCase()).as("%s", end).isEqualTo(KindCase.REFUSED);
    assertThat(end.getRefused().getReason()).as("%s", end).isEqualTo(reason);
  }

  private TopicReader topics() throws IOException, InterruptedException {
    return new TopicReader(system.kafka("operator"), List.of("executions-v1", "rejections-v1"));
  }

  private static boolean ended(TopicReader topics, String signalId) {
    return !topics.rejections(signalId).isEmpty()
        || topics.executions(signalId).stream().anyMatch(Told::isEnd);
  }
}
