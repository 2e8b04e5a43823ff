package io.quantumvault.standalone.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.policy.replay.History;
import io.quantumvault.policy.replay.Window;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  private static final String BOT = DecidedAlerts.BOT.toString();

  @TempDir Path folder;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  private interface Recording {
    void record(DecidedAlerts alerts, History history) throws Exception;
  }

  private int run(Recording recording, String... words) {
    return command(
            window -> {
              var history = new History(window);
              try {
                recording.record(new DecidedAlerts(history), history);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
              return history;
            })
        .run(List.of(words));
  }

  private PolicyCommand command(Function<Window, History> records) {
    return new PolicyCommand(
        (system, bot, window) -> {
          assertThat(bot).isEqualTo(DecidedAlerts.BOT);
          return records.apply(window);
        },
        new PrintStream(told, true, UTF_8));
  }

  private String told() {
    return told.toString(UTF_8);
  }

  private Path file(Map<String, ?> limits) throws Exception {
    return Files.write(folder.resolve("new.json"), DecidedAlerts.policy(DecidedAlerts.BOT, limits));
  }

  @Test
  void everyRecordedDecisionIsGivenAgain() {
    int exit =
        run(
            (alerts, history) -> {
              alerts.buys("1");
              alerts.buys("10");
              alerts.tests("2");
              alerts.tests("20");
            },
            "replay",
            "--bot",
            BOT);
    assertThat(exit).as(told()).isZero();
    assertThat(told())
        .contains("buy 1 SOL-PERP", "ORDER_TOO_LARGE", "(dry run)")
        .contains("4 of 4 alerts decided the same again, 0 different, 0 without a decision yet")
        .doesNotContain("DIFFERENT");
  }

  @Test
  void aDecisionThatIsNotGivenAgainIsPrintedAndEndsWithOne() {
    int exit =
        run(
            (alerts, history) -> {
              alerts.buys("1");
              // Recorded of ten times the size: somebody changed the alert since.
              var signal = alerts.signal("10").build();
              alerts.decide(signal);
              history.signal(signal.toBuilder().setSizeBase("1").build());
            },
            "replay",
            "--bot",
            BOT);
    assertThat(exit).isEqualTo(1);
    assertThat(told())
        .contains("DIFFERENT")
        .contains("recorded: refused: ORDER_TOO_LARGE")
        .contains("again: approved: buy 1 SOL-PERP")
        .contains("1 of 2 alerts decided the same again, 1 different, 0 without a decision yet");
  }

  @Test
  void anAlertThatWasDecidedTwiceIsDecidedAgainTwice() {
    int exit = run((alerts, history) -> alerts.decide(alerts.buys("10")), "replay", "--bot", BOT);
    assertThat(exit).isZero();
    assertThat(told()).contains("2 of 2 alerts decided the same again");
  }

  @Test
  void whatIsNotDecidedYetIsCountedAndNoDifference() {
    assertThat(run((alerts, history) -> alerts.waits(), "replay", "--bot", BOT)).isZero();
    assertThat(told())
        .contains("0 of 1 alerts decided the same again, 0 different, 1 without a decision yet");
  }

  @Test
  void anotherPolicyIsTriedSideBySideWithTotals() throws Exception {
    var draft = file(Map.of("maxOrderNotionalUsd", "200"));
    int exit =
        run(
            (alerts, history) -> {
              alerts.buys("1");
              alerts.buys("2");
              alerts.buys("10");
            },
            "replay",
            "--bot",
            BOT,
            "--policy",
            draft.toString());
    assertThat(exit).isZero();
    assertThat(told())
        .containsPattern("buy 1 SOL-PERP +buy 1 +the same")
        .containsPattern("buy 2 SOL-PERP +buy 2 +ORDER_TOO_LARGE")
        .contains("under new.json: refused: ORDER_TOO_LARGE")
        .containsPattern("approved +2  1")
        .containsPattern("refused +1  2")
        .containsPattern("ORDER_TOO_LARGE +1  2")
        .contains("1 would have been decided otherwise");
  }

  @Test
  void onlyWhatWasReceivedWithinTheWindowIsDecided() {
    run(
        (alerts, history) -> {
          alerts.buys("1");
          alerts.buys("2");
          alerts.buys("3");
        },
        "replay",
        "--bot",
        BOT,
        "--from",
        "2026-03-31T12:00:01Z",
        "--to",
        "2026-03-31T14:00:02+02:00");
    assertThat(told()).contains("buy 2 SOL-PERP", "1 of 1 alerts").doesNotContain("buy 1", "buy 3");
  }

  @Test
  void whatTheDoorRefusedIsCounted() {
    run(
        (alerts, history) -> {
          alerts.buys("1");
          history.answer(
              RejectionRecord.newBuilder()
                  .setRejected(
                      SignalRejected.newBuilder()
                          .setSignalId(UUID.randomUUID().toString())
                          .addReasons(Reason.REASON_STALE)
                          .setCount(3)
                          .setReceivedAtMs(DecidedAlerts.NOW.toEpochMilli()))
                  .build());
        },
        "replay",
        "--bot",
        BOT);
    assertThat(told()).contains("refused at the door before any policy was asked: 3");
  }

  @Test
  void aBotWithoutAnyAlertIsNamedButAQuietDayIsNoMistake() {
    assertThatThrownBy(() -> run((alerts, history) -> {}, "replay", "--bot", BOT))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("No alert of bot " + BOT);
    assertThat(run((alerts, history) -> {}, "replay", "--bot", BOT, "--from", "2026-03-31"))
        .isZero();
  }

  @Test
  void aBrokerThatDoesNotAnswerIsSaid() {
    assertThatThrownBy(() ->
            command(
                    window -> {
                      throw new TimeoutException("no answer");
                    })
                .run(List.of("replay", "--bot", BOT)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("could not be read: no answer");
  }

  @Test
  void wordsThatAreNotUnderstoodAreNamed() throws Exception {
    refuses("qv policy knows replay");
    refuses("qv policy knows replay", "apply");
    refuses("needs --bot", "replay");
    refuses("--bot needs a value", "replay", "--bot", "--from");
    refuses("mine is no bot's id", "replay", "--bot", "mine");
    refuses("1-1-1-1-1 is no bot's id", "replay", "--bot", "1-1-1-1-1");
    refuses("--from takes a time", "replay", "--bot", BOT, "--from", "yesterday");
    refuses("not 2026-03-31T12:00", "replay", "--bot", BOT, "--to", "2026-03-31T12:00");
    refuses("--from takes a time", "replay", "--bot", BOT, "--from", "1969-12-31");
    refuses("is not before", "replay", "--bot", BOT, "--from", "2026-04-01", "--to", "2026-04-01");
    refuses("cannot be read", "replay", "--bot", BOT, "--policy", "/nonexistent/new.json");
    var empty = Files.writeString(folder.resolve("empty.json"), "{}");
    refuses("is no policy: ", "replay", "--bot", BOT, "--policy", empty.toString());
    var other =
        Files.write(folder.resolve("other.json"), DecidedAlerts.policy(new UUID(1, 1), Map.of()));
    refuses("is a policy of bot ", "replay", "--bot", BOT, "--policy", other.toString());
  }

  @Test
  void whatNamesTheSystemIsHandedOn() {
    var request =
        ReplayRequest.parse(List.of("--data", "there", "--bot", BOT, "--to", "2026-04-01"));
    assertThat(request.rest()).containsExactly("--data", "there");
    assertThat(request.window())
        .isEqualTo(new Window(Instant.MIN, Instant.parse("2026-04-01T00:00:00Z")));
  }

  private void refuses(String saying, String... words) {
    assertThatThrownBy(() ->
            command(
                    window -> {
                      throw new AssertionError("nothing is read for words not understood");
                    })
                .run(List.of(words)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(saying);
  }
}
