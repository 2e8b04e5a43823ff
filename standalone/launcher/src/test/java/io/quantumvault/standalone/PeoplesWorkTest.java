package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PeoplesWorkTest {
  private static final String HELD =
      "ledger and marks contradict each other for WALLET: run qv admin reconcile";

  private static String answer(String... reasons) {
    return "answers 503 {\"ready\":false,\"reasons\":[\"" + String.join("\",\"", reasons) + "\"]}";
  }

  @Test
  void onlyWhereEveryReasonNamesACommand() {
    assertThat(PeoplesWork.is(answer(HELD))).isTrue();
    assertThat(PeoplesWork.is(answer(HELD, HELD))).isTrue();
    assertThat(PeoplesWork.is(answer(HELD, "the ledger is not reachable"))).isFalse();
    assertThat(PeoplesWork.is("answers 503 {\"ready\":false,\"reasons\":[]}")).isFalse();
    assertThat(PeoplesWork.is("answers 503 {\"ready\":false")).isFalse();
    assertThat(PeoplesWork.is("does not answer on http://127.0.0.1:1/")).isFalse();
  }

  /** The patience of a start would be up long after this test's. */
  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aStartDoesNotWaitForPeople() throws Exception {
    var services =
        List.of(
            new Service("audit-sink", Optional::empty),
            new Service("signer-service", () -> Optional.of(answer(HELD))));
    var late = new Readiness(services, new Progress(System.out)).await(Duration.ofDays(1));
    assertThat(late).singleElement().matches(Service.State::waitsForPeople);
  }
}
