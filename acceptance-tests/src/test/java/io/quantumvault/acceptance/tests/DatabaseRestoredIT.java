package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.ChainRecords;
import io.quantumvault.acceptance.dsl.DatabaseAdministrator;
import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.Outcomes;
import io.quantumvault.acceptance.dsl.RunningPostgres;
import io.quantumvault.acceptance.dsl.RunningSigner;
import io.quantumvault.acceptance.dsl.Trader;
import io.quantumvault.owner.PolicyDraft;
import io.quantumvault.owner.Poll;
import io.quantumvault.schemas.v1.AgentWalletState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole database is set back to a copy of its files from before trades, a revoke, a stop and a
 * narrower policy: nothing is signed twice, and nothing that the owner's word does not cover now,
 * even where the outbox then says again what it said in those days.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DatabaseRestoredIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int TRADES = 5;

  private Installation system;
  private Outcomes outcomes;
  private Path folder;
  private Path copy;
  private Trader traded;
  private Trader revoked;
  private Trader stopped;
  private Trader narrowed;
  private final Map<Trader, AgentWalletState> before = new HashMap<>();
  private final Map<Trader, Set<String>> landed = new HashMap<>();

  @BeforeEach
  void up() throws Exception {
    system = Installation.empty();
    system.up();
    outcomes = new Outcomes(system);
    folder = Files.createTempDirectory("database-copy");
    copy = folder.resolve("cluster");
    traded = Trader.ready(system, Map.of());
    revoked = Trader.ready(system, Map.of());
    stopped = Trader.ready(system, Map.of());
    narrowed = Trader.ready(system, Map.of());
  }

  @AfterEach
  void discard() throws Exception {
    system.discard();
    new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
  }

  private List<Trader> all() {
    return List.of(traded, revoked, stopped, narrowed);
  }

  @Test
  void anOldDatabaseUnderARunningSignerSignsNothingThatIsNotCoveredNow() throws Exception {
    beforeAndAfterTheCopy();
    new RunningPostgres(system).whileStopped(cluster -> RunningPostgres.copy(copy, cluster));
    nothingIsSigned();
  }

  @Test
  void anOldDatabaseUnderASignerThatStartsSignsNothingThatIsNotCoveredNow() throws Exception {
    beforeAndAfterTheCopy();
    var signer = new RunningSigner(system);
    new RunningPostgres(system)
        .whileStopped(cluster -> {
          signer.kill();
          RunningPostgres.copy(copy, cluster);
        });
    nothingIsSigned();
  }

  private void beforeAndAfterTheCopy() throws Exception {
    for (var trader : all()) {
      outcomes.trades(trader, "before");
    }
    try (var admin = new DatabaseAdministrator(system)) {
      for (var trader : all()) {
        before.put(trader, admin.snapshot(trader.bot().agentWallet()));
      }
    }
    new RunningPostgres(system).whileStopped(cluster -> RunningPostgres.copy(cluster, copy));
    new RunningSigner(system).awaitReady();
    for (int i = 0; i < TRADES; i++) {
      outcomes.trades(traded, "after " + i);
    }
    revoked.owner().revokeExecution(revoked.bot().botId());
    stopped
        .owner()
        .api()
        .post("/v1/bots/" + stopped.bot().botId() + "/stops", Map.of("kind", "FREEZE"));
    long version =
        narrowed
            .owner()
            .setPolicy(
                narrowed.bot().botId(),
                PolicyDraft.of(narrowed.bot(), Map.of("maxOrderNotionalUsd", "20")));
    narrowed.owner().enableExecution(narrowed.bot().botId(), version, Duration.ofHours(1));
    outcomes.tradesAtLast(narrowed, "narrowed");
    outcomes.refused(revoked, "revoked");
    outcomes.refused(stopped, "stopped");
    var chain = new ChainRecords(system.chain());
    for (var trader : all()) {
      landed.put(trader, chain.landed(trader.bot().agentWallet()).keySet());
    }
  }

  private void nothingIsSigned() throws Exception {
    outcomes.signerRefuses(traded, "restored", "LEDGER_BEHIND");
    outcomes.signerRefuses(narrowed, "restored", "LEDGER_BEHIND");
    outcomes.refused(revoked, "restored");
    outcomes.refused(stopped, "restored");
    // The administrator lets the stream say again what the restored rows say.
    try (var admin = new DatabaseAdministrator(system)) {
      for (var trader : all()) {
        admin.says(Objects.requireNonNull(before.get(trader)));
      }
    }
    outcomes.signerRefuses(revoked, "said again", "ROLLED_BACK");
    outcomes.signerRefuses(stopped, "said again", "ROLLED_BACK");
    outcomes.signerRefuses(traded, "said again", "LEDGER_BEHIND");
    outcomes.signerRefuses(narrowed, "said again", "LEDGER_BEHIND");
    var chain = new ChainRecords(system.chain());
    for (var trader : all()) {
      assertThat(chain.landed(trader.bot().agentWallet()).keySet())
          .as("of %s", trader.bot().agentWallet())
          .isEqualTo(landed.get(trader));
    }
    assertThat(new RunningSigner(system).isReady()).isFalse();
    Poll.until(
        PATIENCE,
        "health that names the wallets",
        () -> {
          var told = system.run("status").out();
          return List.of(traded, narrowed).stream()
              .allMatch(trader ->
                  told.contains(
                      "ledger and marks contradict each other for " + trader.bot().agentWallet()));
        });
  }
}
