package io.quantumvault.control;

import io.quantumvault.control.exchange.Exchanges;
import io.quantumvault.control.exchange.PurposeHandler;
import io.quantumvault.control.inbound.ChallengeController;
import io.quantumvault.control.inbound.HealthController;
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
import io.quantumvault.kit.keys.KeyManagementChoice;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Wires identity: challenges, owners, sessions, the trail. What is imported has one constructor,
 * for which Spring finds the arguments; what needs a setting is made by a method.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  PostgresTransactions.class,
  PostgresOwnerStore.class,
  PostgresSessionStore.class,
  PostgresChallengeStore.class,
  PostgresAttempts.class,
  GrantRecords.class,
  Outbox.class,
  OutboxVaultEvents.class,
  UmkSlots.class,
  Sessions.class,
  Enrolment.class,
  SignIn.class,
  ControlPlaneHealth.class,
  ProblemAdvice.class,
  ChallengeController.class,
  SessionController.class
})
class ControlPlaneConfig {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  OpenKeyManagement keyManagement(KeyManagementChoice choice, ControlPlaneSettings settings) {
    return choice.open(settings.keys().dir());
  }

  @Bean
  HealthController healthController(ControlPlaneHealth health) {
    return new HealthController(health::ready);
  }

  @Bean(destroyMethod = "close")
  PostgresPseudonyms pseudonyms(JdbcClient jdbc, KeyManagement keys, Clock clock) {
    return PostgresPseudonyms.open(jdbc, keys, clock);
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
