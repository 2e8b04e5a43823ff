package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.ingest.inbound.SignatureCheck.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TimelySignatureCheckTest {
  private static final Duration PATIENT = Duration.ofSeconds(60);

  @Test
  void whatIsSaidInTimeIsTheVerdict() {
    assertThat(verdict((_, _, _, _) -> new Verdict.Holds("msg_1"), PATIENT))
        .isEqualTo(new Verdict.Holds("msg_1"));
  }

  @Test
  @Timeout(30)
  void whatIsNotSaidInTimeNobodyKnows() {
    CountDownLatch never = new CountDownLatch(1);
    SignatureCheck stuck =
        (_, _, _, _) -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new Verdict.Holds("too late");
        };
    assertThat(verdict(stuck, Duration.ofMillis(1))).isInstanceOf(Verdict.Unavailable.class);
    never.countDown();
  }

  @Test
  void aCheckThatFailsIsNoVerdict() {
    assertThatThrownBy(() ->
            verdict(
                (_, _, _, _) -> {
                  throw new IllegalArgumentException("broken");
                },
                PATIENT))
        .hasRootCauseMessage("broken");
  }

  private static Verdict verdict(SignatureCheck check, Duration within) {
    return new TimelySignatureCheck(check, within)
        .check(TestRoutes.signed(List.of()), Visitor.of("t", "{}"), new byte[0], Instant.EPOCH);
  }
}
