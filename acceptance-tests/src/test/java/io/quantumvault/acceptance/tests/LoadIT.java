package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.SharedInstallation;
import io.quantumvault.acceptance.load.LoadDriver;
import io.quantumvault.acceptance.load.LoadPlan;
import io.quantumvault.acceptance.load.Tally;
import io.quantumvault.schemas.ids.Base58;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short run of the load driver: nothing is lost; how fast it was is printed, not judged. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class LoadIT {
  /** What a machine that is too busy may be told; anything else is not the load's doing. */
  private static final Set<String> MAY_BE_LATE =
      Set.of(
          "REASON_STALE",
          "REASON_PRICE_STALE",
          "REFUSED DEADLINE_PASSED",
          "REFUSED ORACLE_STALE",
          "REFUSED CHAIN_UNAVAILABLE");

  @Test
  void everyAcceptedAlertEndsAndEveryTradeIsSignedOnce() throws Exception {
    var plan =
        new LoadPlan(
            Integer.getInteger("load.owners"),
            Integer.getInteger("load.wallets"),
            Integer.getInteger("load.bots"),
            Integer.getInteger("load.rate"),
            Duration.ofSeconds(Integer.getInteger("load.seconds")),
            Duration.ofSeconds(Integer.getInteger("load.warmup")));
    var result = new LoadDriver(SharedInstallation.get().endpoints(), plan).run();
    result.print(System.out);
    var tally = result.tally();

    assertThat(tally.faults()).isEmpty();
    assertThat(tally.ended()).isEqualTo(result.accepted());
    assertThat(tally.refusals().keySet()).isSubsetOf(MAY_BE_LATE);
    assertThat(tally.confirmed() * 10)
        .as("nine of ten planned alerts trade, on any machine: %s", tally)
        .isGreaterThanOrEqualTo(plan.alerts() * 9);
    assertThat(signedInTheLedger(tally)).isEqualTo(tally.signatures());
  }

  /** The ledger's own word: its rows of these alerts that hold a signature. */
  private static Map<String, String> signedInTheLedger(Tally tally) throws Exception {
    var found = new TreeMap<String, String>();
    try (var connection = SharedInstallation.get().database("qv_signer");
        var statement =
            connection.prepareStatement(
                "SELECT signal_id, transaction_signature FROM ledger.intents"
                    + " WHERE signal_id = ANY (?) AND transaction_signature IS NOT NULL")) {
      statement.setArray(
          1,
          connection.createArrayOf(
              "uuid", tally.signatures().keySet().stream().map(UUID::fromString).toArray()));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var second = found.put(rows.getString(1), Base58.encode(rows.getBytes(2)));
          assertThat(second).as("a second signed row of %s", rows.getString(1)).isNull();
        }
      }
    }
    return found;
  }
}
