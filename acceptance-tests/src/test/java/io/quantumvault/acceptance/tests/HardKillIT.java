package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.TopicReader;
import io.quantumvault.acceptance.dsl.Trader;
import io.quantumvault.owner.Poll;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Everything dies at once and comes back with its data. */
class HardKillIT {
  @Test
  void afterAHardKillEverythingIsThereAgain() throws Exception {
    Installation system = Installation.empty();
    try {
      system.up();
      Trader trader = Trader.ready(system, Map.of());
      confirmed(system, trader.alert("before", "SOL-PERP", "buy", "0.1").signalId());

      system.killEverything();
      system.up();

      assertThat(system.verifyAudit().exit()).isZero();
      Map<String, Object> operator = system.kafka("operator");
      try (var topics = new TopicReader(operator, List.of("signals-v1"))) {
        assertThat(topics.all()).isNotEmpty();
      }
      assertThat(
              system.chain().call("getBalance", trader.bot().agentWallet()).get("value").asLong())
          .isPositive();
      try (var connection = system.database("qv_signer");
          var rows =
              connection
                  .createStatement()
                  .executeQuery("SELECT count(*) FROM ledger.intents WHERE state = 'CONFIRMED'")) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(1);
      }
    } finally {
      system.discard();
    }
  }

  private static void confirmed(Installation system, String signalId) throws Exception {
    try (var topics =
        new TopicReader(system.kafka("operator"), List.of("executions-v1", "rejections-v1"))) {
      Poll.until(
          Duration.ofSeconds(60),
          "an end of the trade",
          () ->
              !topics.rejections(signalId).isEmpty()
                  || topics.executions(signalId).stream()
                      .anyMatch(event -> event.getKindCase() == KindCase.CONFIRMED));
      assertThat(topics.rejections(signalId)).isEmpty();
    }
  }
}
