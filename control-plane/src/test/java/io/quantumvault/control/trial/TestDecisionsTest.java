package io.quantumvault.control.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.control.activity.ActivityEntry;
import io.quantumvault.control.activity.ActivityStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestDecisionsTest {
  private static final Duration LONG = Duration.ofDays(1);
  private static final UUID SIGNAL = new UUID(1, 1);

  /** What is done each time somebody looks, and what they find. */
  private final Queue<Runnable> looks = new ArrayDeque<>();

  private @Nullable ActivityEntry stored;
  private final TestDecisions decisions = new TestDecisions(new Stored());

  private final class Stored implements ActivityStore {
    @Override
    public void keep(ActivityEntry entry) {
      throw new AssertionError("nobody keeps anything here");
    }

    @Override
    public Optional<ActivityEntry> tested(String owner, UUID signalId) {
      var found = Optional.ofNullable(stored);
      Optional.ofNullable(looks.poll()).ifPresent(Runnable::run);
      return found;
    }

    @Override
    public List<ActivityEntry> list(String owner, @Nullable UUID botId, Instant before, int limit) {
      throw new AssertionError("nobody lists anything here");
    }
  }

  private static ActivityEntry entry(UUID signalId, String kind, String owner) {
    return new ActivityEntry(
        owner, "wallet", null, signalId, new UUID(9, 9), Instant.EPOCH, "t", kind, Map.of());
  }

  @Test
  void anAnswerThatWasKeptBeforeIsFound() {
    stored = entry(SIGNAL, TestDecisions.KIND, "owner");
    assertThat(decisions.await("owner", SIGNAL, LONG)).contains(stored);
  }

  @Test
  void anAnswerThatIsKeptWhileSomebodyWaitsEndsTheWaiting() {
    var answer = entry(SIGNAL, TestDecisions.KIND, "owner");
    looks.add(() -> decisions.kept(answer));
    assertThat(decisions.await("owner", SIGNAL, LONG)).contains(answer);
  }

  @Test
  void othersAnswersEndNoWaiting() {
    looks.add(() -> {
      decisions.kept(entry(new UUID(1, 2), TestDecisions.KIND, "owner"));
      decisions.kept(entry(SIGNAL, "REJECTED", "owner"));
    });
    assertThat(decisions.await("owner", SIGNAL, Duration.ZERO)).isEmpty();
  }

  @Test
  void anotherOwnersAnswerIsNotTold() {
    looks.add(() -> decisions.kept(entry(SIGNAL, TestDecisions.KIND, "another")));
    assertThat(decisions.await("owner", SIGNAL, LONG)).isEmpty();
  }

  @Test
  void whatAnotherInstanceKeptIsFoundInTheEnd() {
    looks.add(() -> stored = entry(SIGNAL, TestDecisions.KIND, "owner"));
    assertThat(decisions.await("owner", SIGNAL, Duration.ZERO)).contains(stored);
  }

  @Test
  void aDecisionThatDoesNotComeIsWaitedForNoLonger() {
    assertThat(decisions.await("owner", SIGNAL, Duration.ZERO)).isEmpty();
  }
}
