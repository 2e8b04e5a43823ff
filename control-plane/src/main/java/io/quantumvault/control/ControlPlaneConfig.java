package io.quantumvault.control;

import io.quantumvault.control.change.Transactions;
import io.quantumvault.control.exchange.Exchanges;
import io.quantumvault.control.exchange.PurposeHandler;
import io.quantumvault.control.inbound.ChallengeController;
import io.quantumvault.control.inbound.HealthController;
import io.quantumvault.control.inbound.MetricsServer;
import io.quantumvault.control.inbound.ProblemAdvice;
import io.quantumvault.control.inbound.SessionController;
import io.quantumvault.control.outbound.GrantRecords;
import io.quantumvault.control.outbound.Outbox;
import io.quantumvault.control.outbound.OutboxVaultEvents;
import io.quantumvault.control.outbound.PostgresAttempts;
import io.quantumvault.control.outbound.PostgresChallengeStore;
import io.quantumvault.control.outbound.PostgresOwnerStore;
import io.quantumvault.control.outbound.PostgresPseudonyms;
import io.quantumvault.control.outbound.PostgresSessionStore;
import io.quantumvault.control.outbound.PostgresTransactions;
import io.quantumvault.control.owner.Enrolment;
import io.quantumvault.control.owner.UmkSlots;
import io.quantumvault.control.session.Sessions;
import io.quantumvault.control.session.SignIn;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.keys.kms.KeyManagement;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.choice.KeyManagements;
import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.metrics.PrometheusText;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires identity: challenges, owners, sessions, the trail. */
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, ChallengeController.class, SessionController.class})
class ControlPlaneConfig {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneConfig.class);

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Made before any key is opened: whoever opens one takes this as a parameter. */
  @Bean
  KeyMemory keyMemory(Environment environment) {
    KeyMemory memory =
        KeyMemory.start(
            environment.getProperty(
                "quantumvault.key-memory.fallback-suffices", Boolean.class, false));
    LOG.atInfo()
        .addKeyValue("pages", memory.pagesText())
        .addKeyValue("calls", memory.callsText())
        .log("Key memory is ready");
    return memory;
  }

  @Bean
  KmsMetrics kmsMetrics() {
    return new KmsMetrics();
  }

  /** Which one, and what it needs, is said under {@code quantumvault.kms.*}. */
  @Bean
  OpenKeyManagement keyManagement(
      ControlPlaneSettings settings,
      Environment environment,
      KeyMemory memory,
      KmsMetrics metrics) {
    return KeyManagements.open(
        KmsSettings.of(
            name -> environment.getProperty("quantumvault.kms." + name), settings.keys().dir()),
        metrics);
  }

  /** For Prometheus, on loopback and apart from what owners reach; none without a port. */
  @Bean
  MetricsServer metricsServer(Environment environment, KmsMetrics metrics) {
    int port = environment.getProperty("quantumvault.management.port", Integer.class, -1);
    return new MetricsServer(port, () -> PrometheusText.of(KeyMemory.state(), metrics));
  }

  @Bean
  ControlPlaneHealth controlPlaneHealth(JdbcClient jdbc) {
    return new ControlPlaneHealth(jdbc);
  }

  @Bean
  HealthController healthController(ControlPlaneHealth health) {
    return new HealthController(health::ready);
  }

  @Bean
  Transactions transactions(TransactionTemplate template) {
    return new PostgresTransactions(template);
  }

  @Bean
  Outbox outbox(JdbcClient jdbc, TransactionTemplate template) {
    return new Outbox(jdbc, template);
  }

  @Bean
  GrantRecords grantRecords(JdbcClient jdbc) {
    return new GrantRecords(jdbc);
  }

  @Bean
  VaultEvents vaultEvents(Outbox outbox, GrantRecords grants, Clock clock) {
    return new OutboxVaultEvents(outbox, grants, clock);
  }

  @Bean(destroyMethod = "close")
  PostgresPseudonyms pseudonyms(JdbcClient jdbc, KeyManagement keys, Clock clock) {
    return PostgresPseudonyms.open(jdbc, keys, clock);
  }

  @Bean
  PostgresOwnerStore ownerStore(JdbcClient jdbc) {
    return new PostgresOwnerStore(jdbc);
  }

  @Bean
  PostgresSessionStore sessionStore(JdbcClient jdbc) {
    return new PostgresSessionStore(jdbc);
  }

  @Bean
  PostgresChallengeStore challengeStore(JdbcClient jdbc, TransactionTemplate template) {
    return new PostgresChallengeStore(jdbc, template);
  }

  @Bean
  PostgresAttempts attempts(JdbcClient jdbc) {
    return new PostgresAttempts(jdbc);
  }

  @Bean
  UmkSlots umkSlots(KeyManagement keys) {
    return new UmkSlots(keys);
  }

  @Bean
  Sessions sessions(PostgresSessionStore store, Clock clock) {
    return new Sessions(store, clock);
  }

  @Bean
  Enrolment enrolment(
      PostgresOwnerStore owners,
      UmkSlots slots,
      Transactions transactions,
      VaultEvents events,
      Clock clock) {
    return new Enrolment(owners, slots, transactions, events, clock);
  }

  @Bean
  SignIn signIn(
      Sessions sessions, PostgresOwnerStore owners, Transactions transactions, VaultEvents events) {
    return new SignIn(sessions, owners, transactions, events);
  }

  @Bean
  Exchanges exchanges(
      List<PurposeHandler> handlers,
      PostgresChallengeStore challenges,
      PostgresAttempts attempts,
      PostgresOwnerStore owners,
      VaultEvents events,
      ControlPlaneSettings settings,
      Clock clock) {
    return new Exchanges(handlers, challenges, attempts, owners, events, settings.cluster(), clock);
  }
}
