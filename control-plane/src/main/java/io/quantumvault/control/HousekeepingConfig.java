package io.quantumvault.control;

import io.quantumvault.control.grant.Revocation;
import io.quantumvault.control.outbound.PostgresAttempts;
import io.quantumvault.control.outbound.PostgresChallengeStore;
import io.quantumvault.control.outbound.PostgresSessionStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is erased when its time is over. */
@Configuration(proxyBeanMethods = false)
class HousekeepingConfig {
  @Bean(initMethod = "start", destroyMethod = "close")
  Housekeeping housekeeping(
      PostgresChallengeStore challenges,
      PostgresAttempts attempts,
      PostgresSessionStore sessions,
      Revocation revocation,
      Clock clock) {
    return new Housekeeping(challenges, attempts, sessions, revocation, clock);
  }
}
