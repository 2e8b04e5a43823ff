package io.quantumvault.signer.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain.Blockhash;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BlockhashesTest {
  private final DrivenClock clock = new DrivenClock();
  private final AnsweringChain chain = new AnsweringChain();
  private final Deque<Runnable> beside = new ArrayDeque<>();
  private final Blockhashes blockhashes =
      new Blockhashes(chain, clock, Blockhashes.Age.STANDARD, Runnable::run);

  private static Blockhash numbered(int number) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) number;
    return new Blockhash(Address.of(bytes), number);
  }

  @Test
  void noneIsAskedForWhileNobodyWantsOne() {
    clock.advance(Duration.ofHours(1));
    assertThat(chain.blockhashesAsked).hasValue(0);
  }

  @Test
  void oneUnderASecondOldIsUsedAndAnOlderOneIsNot() {
    var waiting = new Blockhashes(chain, clock, Blockhashes.Age.STANDARD, beside::add);
    chain.blockhash = () -> numbered(1);
    var first = CompletableFuture.supplyAsync(waiting::fresh);
    runNext();
    assertThat(first.join()).contains(numbered(1));
    chain.blockhash = () -> numbered(2);
    clock.advance(Duration.ofMillis(600));
    assertThat(waiting.fresh()).contains(numbered(1));
    assertThat(beside).as("young enough to leave alone").isEmpty();
    clock.advance(Duration.ofMillis(400));
    assertThat(waiting.fresh()).as("a second old").contains(numbered(1));
    assertThat(beside).as("the next one is asked for beside").hasSize(1);
    beside.clear();
  }

  private void runNext() {
    while (beside.isEmpty()) {
      Thread.onSpinWait();
    }
    beside.poll().run();
  }

  @Test
  void anOlderOneIsReplacedBeforeItIsUsed() {
    chain.blockhash = () -> numbered(1);
    assertThat(blockhashes.fresh()).contains(numbered(1));
    chain.blockhash = () -> numbered(2);
    clock.advance(Duration.ofMillis(1001));
    assertThat(blockhashes.fresh()).contains(numbered(2));
  }

  @Test
  void whileTheChainIsSilentWhatIsHeldIsUsedForFiveSeconds() {
    chain.blockhash = () -> numbered(1);
    blockhashes.fresh();
    chain.silence();
    clock.advance(Duration.ofSeconds(5));
    assertThat(blockhashes.fresh()).contains(numbered(1));
    clock.advance(Duration.ofMillis(1));
    assertThat(blockhashes.fresh()).isEmpty();
  }

  /** What took two seconds to come may have been made two seconds ago. */
  @Test
  void itsAgeIsCountedFromTheQuestion() {
    chain.blockhash =
        () -> {
          clock.advance(Duration.ofSeconds(6));
          return numbered(1);
        };
    assertThat(blockhashes.fresh()).isEmpty();
  }

  @Test
  void manyWhoWantOneShareAQuestion() throws Exception {
    var arrived = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    chain.blockhash =
        () -> {
          arrived.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return numbered(1);
        };
    var shared = new Blockhashes(chain, clock, Blockhashes.Age.STANDARD);
    var all = new ArrayList<CompletableFuture<?>>();
    all.add(CompletableFuture.runAsync(shared::fresh));
    arrived.await();
    for (int i = 0; i < 3; i++) {
      assertThat(shared.answers(Duration.ZERO)).isFalse();
    }
    goOn.countDown();
    for (var one : all) {
      one.get(60, TimeUnit.SECONDS);
    }
    assertThat(chain.blockhashesAsked).hasValue(1);
  }

  @Test
  void healthAsksAgainOnlyWhenNobodyDidOfLate() {
    chain.blockhash = () -> numbered(1);
    assertThat(blockhashes.answers(Duration.ofSeconds(10))).isTrue();
    assertThat(blockhashes.answers(Duration.ofSeconds(10))).isTrue();
    assertThat(chain.blockhashesAsked).hasValue(1);
    chain.silence();
    assertThat(blockhashes.answers(Duration.ofSeconds(10))).isTrue();
    clock.advance(Duration.ofSeconds(10));
    assertThat(blockhashes.answers(Duration.ofSeconds(10))).isFalse();
  }
}
