package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.inbound.ConnectionPace.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionPaceTest {
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
  private final ConnectionPace pace =
      new ConnectionPace(
          new ConnectionPace.Limits(
              Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(4)),
          START);

  @Test
  void aConnectionOverWhichNothingComesEnds() {
    assertThat(pace.overdue(at(5000))).isEmpty();
    assertThat(pace.overdue(at(5001))).contains(Phase.IDLE);
  }

  @Test
  void aHeaderEndsWhateverComesMeanwhile() {
    for (int millis = 1000; millis <= 3000; millis += 100) {
      pace.received(at(millis));
      assertThat(pace.overdue(at(millis))).isEmpty();
    }
    assertThat(pace.overdue(at(3001))).contains(Phase.HEADER);
  }

  @Test
  void anAnswerEndsWhateverComesMeanwhile() {
    pace.received(at(1));
    pace.headerComplete(at(100));
    for (int millis = 200; millis <= 4100; millis += 100) {
      pace.received(at(millis));
    }
    assertThat(pace.overdue(at(4100))).isEmpty();
    assertThat(pace.overdue(at(4101))).contains(Phase.ANSWER);
  }

  @Test
  void afterAnAnswerAllBeginsAnew() {
    pace.received(at(1000));
    pace.headerComplete(at(1100));
    pace.answered(at(1200));

    assertThat(pace.overdue(at(6200))).isEmpty();
    pace.received(at(6200));
    assertThat(pace.overdue(at(8200))).isEmpty();
    assertThat(pace.overdue(at(8201))).contains(Phase.HEADER);
  }

  /** The clock of the machine may pass its largest number: only differences count. */
  private static long at(long millis) {
    return START + Duration.ofMillis(millis).toNanos();
  }
}
