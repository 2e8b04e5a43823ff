package io.quantumvault.signer.fate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.Instruction;
import io.quantumvault.solana.message.Message;
import io.quantumvault.solana.message.MessageCompiler;
import io.quantumvault.solana.message.Transaction;
import io.quantumvault.solana.rpc.ChainNode.LandedSignature;
import io.quantumvault.solana.rpc.ChainNode.Status;
import io.quantumvault.solana.rpc.ChainRefusedException;
import io.quantumvault.solana.rpc.SignatureHints;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The machine on a clock that the test drives; each round of questions is one call. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FateWatchTest {
  private static final Duration WITHIN = Duration.ofSeconds(45);
  private static final Duration TWO_SLOTS = Duration.ofMillis(400);
  private static final long LAST_VALID = 1050;
  private static final String CANARY = "canary";
  private static final FateWatch.Pace PACE =
      new FateWatch.Pace(
          Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(60), WITHIN);

  private final Driven clock = new Driven();
  private final FakeNode a = new FakeNode("a");
  private final FakeNode b = new FakeNode("b");
  private final FakeNodes chain = new FakeNodes(List.of(a, b));
  private final FateWatch watch = watch(PACE, Runnable::run);
  private final AtomicInteger firsts = new AtomicInteger();

  private static final class Driven implements InstantSource {
    volatile Instant now = Instant.parse("2026-11-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    synchronized void advance(Duration by) {
      now = now.plus(by);
    }
  }

  private FateWatch watch(FateWatch.Pace pace, Executor threads) {
    return new FateWatch(chain, SignatureHints.NONE, clock, pace, threads);
  }

  static SignedTransaction transaction(int number) {
    byte[] signature = ByteBuffer.allocate(64).putInt(number).put(63, (byte) 1).array();
    byte[] payer = new byte[32];
    Arrays.fill(payer, (byte) 7);
    byte[] message =
        MessageCompiler.compile(
                Message.Version.V0,
                Address.of(payer),
                Address.of(new byte[32]),
                List.of(new Instruction(Address.of(new byte[32]), List.of(), new byte[] {1})))
            .toBytes();
    return new SignedTransaction(Transaction.wire(signature, message), signature, LAST_VALID);
  }

  private Followed followed(int number, BooleanSupplier maySend) {
    return new Followed(transaction(number), clock.instant(), maySend, firsts::incrementAndGet);
  }

  private Followed followed(int number) {
    return followed(number, () -> true);
  }

  /** On a thread of its own; comes back when the first sending was tried. */
  private CompletableFuture<Fate> follow(FateWatch by, Followed followed) {
    int before = firsts.get();
    var fate = new CompletableFuture<Fate>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            fate.complete(by.follow(followed));
          } catch (Throwable e) {
            fate.completeExceptionally(e);
          }
        });
    while (firsts.get() == before && !fate.isDone()) {
      Thread.onSpinWait();
    }
    return fate;
  }

  private CompletableFuture<Fate> follow(Followed followed) {
    return follow(watch, followed);
  }

  private void round() throws InterruptedException {
    watch.round();
  }

  private void both(Consumer<FakeNode> change) {
    change.accept(a);
    change.accept(b);
  }

  private static void landed(FakeNode node, Followed followed, long slot) {
    node.knows.put(followed.transaction().signatureText(), new Status.Landed(slot));
  }

  /** The chain goes on until the transaction cannot land any more. */
  static void past(FakeNode node) {
    node.finalizedSlot = 1300;
    node.finalizedHeight = LAST_VALID + FateRule.HEIGHT_MARGIN + 1;
    node.slot = 1310;
  }

  static void knowsCanary(FakeNode node) {
    node.knows.put(CANARY, new Status.Landed(5));
    node.history.add(new LandedSignature(CANARY, 5, Optional.of(Instant.EPOCH)));
  }

  /** Goes on with rounds and time until there is a fate; fails if there is none in time. */
  private Fate decided(CompletableFuture<Fate> fate) throws Exception {
    var until = clock.instant().plus(WITHIN);
    while (clock.instant().isBefore(until)) {
      round();
      if (watch.size() == 0 || fate.isDone()) {
        break;
      }
      clock.advance(PACE.status());
    }
    return fate.get(30, TimeUnit.SECONDS);
  }

  @Test
  void whatLandedIsTold() throws Exception {
    var followed = followed(1);
    var fate = follow(followed);
    landed(a, followed, 1000);
    assertThat(decided(fate)).isEqualTo(new Fate.Landed(1000));
    assertThat(firsts).hasValue(1);
    assertThat(watch.size()).isZero();
  }

  @Test
  void aFailureIsToldWithItsError() throws Exception {
    var followed = followed(1);
    var fate = follow(followed);
    both(node ->
        node.knows.put(
            followed.transaction().signatureText(), new Status.LandedWithError(1000, "\"X\"")));
    assertThat(decided(fate)).isEqualTo(new Fate.Failed(1000, "\"X\""));
  }

  @Test
  void nothingIsAskedWhileNothingIsFollowed() throws Exception {
    round();
    assertThat(a.asked).isEmpty();
  }

  @Test
  void theHeightIsNotAskedForWhatIsNew() throws Exception {
    var followed = followed(1);
    var fate = follow(followed);
    round();
    assertThat(a.heightsAsked).isZero();
    clock.advance(PACE.height());
    round();
    round();
    assertThat(a.heightsAsked).isEqualTo(1);
    landed(a, followed, 1000);
    decided(fate);
  }

  @Test
  void theSameBytesAreSentEveryTwoSlotsAndPreflightedAtFirst() throws Exception {
    var followed = followed(1);
    var fate = follow(followed);
    round();
    assertThat(chain.sent).hasSize(1);
    for (int i = 0; i < 3; i++) {
      clock.advance(TWO_SLOTS.minusMillis(1));
      round();
      assertThat(chain.sent).hasSize(i + 1);
      clock.advance(Duration.ofMillis(1));
      round();
      assertThat(chain.sent).hasSize(i + 2);
    }
    assertThat(chain.sent.stream().map(FakeNodes.Sending::skipPreflight))
        .containsExactly(false, true, true, true);
    assertThat(chain.sent.stream().map(s -> ByteBuffer.wrap(s.bytes())).distinct()).hasSize(1);
    landed(a, followed, 1000);
    decided(fate);
  }

  @Test
  void aShutGateEndsSendingForGoodAndTheFateIsStillWatched() throws Exception {
    var open = new AtomicReference<>(true);
    var followed = followed(1, open::get);
    var fate = follow(followed);
    open.set(false);
    clock.advance(TWO_SLOTS);
    round();
    open.set(true);
    clock.advance(TWO_SLOTS);
    round();
    assertThat(chain.sent).hasSize(1);
    landed(a, followed, 1000);
    assertThat(decided(fate)).isEqualTo(new Fate.Landed(1000));
  }

  @Test
  void aGateThatIsShutFromTheBeginningSendsNothing() throws Exception {
    knowsCanary(a);
    knowsCanary(b);
    var fate = follow(followed(1, () -> false));
    assertThat(firsts).hasValue(1);
    both(FateWatchTest::past);
    assertThat(decided(fate)).isEqualTo(new Fate.Expired(""));
    assertThat(chain.sent).isEmpty();
  }

  @Test
  void whileNobodyKnowsWhetherItMayBeSentItIsAskedAgain() throws Exception {
    var asked = new AtomicInteger();
    BooleanSupplier gate =
        () -> {
          if (asked.incrementAndGet() <= 2) {
            throw new IllegalStateException("the ledger does not answer");
          }
          assertThat(firsts).hasValue(0);
          return true;
        };
    var followed = followed(1, gate);
    var fate = follow(followed);
    assertThat(asked).hasValue(3);
    assertThat(chain.sent).hasSize(1);
    landed(a, followed, 1000);
    decided(fate);
  }

  @Test
  void aRefusalThatCanOnlyRepeatIsAskedForLessAndLessOftenAndNeverWithoutPreflight()
      throws Exception {
    knowsCanary(a);
    knowsCanary(b);
    chain.refusal = refusal("{\"InstructionError\":[2,{\"Custom\":6090}]}");
    var fate = follow(followed(1));
    for (int i = 0; i < 120; i++) {
      clock.advance(PACE.status());
      round();
    }
    assertThat(chain.sent).as("30 s at 400 ms would be 75").hasSizeBetween(4, 8);
    assertThat(chain.sent).noneMatch(FakeNodes.Sending::skipPreflight);
    both(FateWatchTest::past);
    assertThat(decided(fate))
        .isInstanceOfSatisfying(
            Fate.Expired.class, e -> assertThat(e.lastRefusal()).contains("6090"));
  }

  @Test
  void aNodeThatDoesNotKnowTheBlockhashYetDoesNotSlowSendingDown() throws Exception {
    chain.refusal = refusal("\"BlockhashNotFound\"");
    var followed = followed(1);
    var fate = follow(followed);
    for (int i = 0; i < 10; i++) {
      clock.advance(TWO_SLOTS);
      round();
    }
    assertThat(chain.sent).hasSize(11);
    assertThat(chain.sent.getLast().skipPreflight()).isTrue();
    landed(a, followed, 1000);
    decided(fate);
  }

  private static ChainRefusedException refusal(String err) {
    return new ChainRefusedException(
        "sendTransaction", -32002, "failed", err, "{\"err\":" + err + "}");
  }

  /**
   * Heights come from one node, statuses from another that is 30 slots behind and never sees it.
   */
  @Test
  void twoNodesBehindOneAddressNeverMakeExpiredOfWhatLanded() throws Exception {
    var one = new FakeNode("one");
    var only = new FakeNodes(List.of(one));
    var mine = new FateWatch(only, SignatureHints.NONE, clock, PACE, Runnable::run);
    for (boolean catchesUp : new boolean[] {false, true}) {
      knowsCanary(one);
      var followed = followed(catchesUp ? 2 : 1);
      var fate = follow(mine, followed);
      past(one);
      one.slot = one.finalizedSlot - 30;
      var until = clock.instant().plus(WITHIN);
      while (clock.instant().isBefore(until)) {
        mine.round();
        clock.advance(PACE.status());
        if (catchesUp && clock.instant().isAfter(until.minus(Duration.ofSeconds(5)))) {
          one.slot = one.finalizedSlot;
          landed(one, followed, one.finalizedSlot - 10);
        }
      }
      var came = fate.get(30, TimeUnit.SECONDS);
      if (catchesUp) {
        assertThat(came).isEqualTo(new Fate.Landed(one.finalizedSlot - 10));
      } else {
        assertThat(came).isInstanceOf(Fate.Undecided.class);
        assertThat(mine.look(followed)).isInstanceOf(Fate.Undecided.class);
      }
    }
  }

  @Test
  void itExpiresWhereTwoNodesProveIt() throws Exception {
    knowsCanary(a);
    knowsCanary(b);
    var fate = follow(followed(1));
    both(FateWatchTest::past);
    b.silent = true;
    clock.advance(PACE.height());
    for (int i = 0; i < 10; i++) {
      round();
      clock.advance(PACE.height());
    }
    assertThat(fate).as("one node is not two").isNotDone();
    b.silent = false;
    assertThat(decided(fate)).isEqualTo(new Fate.Expired(""));
  }

  @Test
  void nothingIsSentOnABlockhashThatHasEnded() throws Exception {
    var fate = follow(followed(1));
    a.finalizedHeight = LAST_VALID + 1;
    clock.advance(PACE.height());
    round();
    int before = chain.sent.size();
    for (int i = 0; i < 10; i++) {
      clock.advance(TWO_SLOTS);
      round();
    }
    assertThat(chain.sent).hasSize(before);
    assertThat(decided(fate)).isInstanceOf(Fate.Undecided.class);
  }

  @Test
  void aNodeThatForgotTheCanaryProvesNothing() throws Exception {
    knowsCanary(a);
    knowsCanary(b);
    var fate = follow(followed(1));
    both(FateWatchTest::past);
    b.knows.clear();
    assertThat(decided(fate)).isInstanceOf(Fate.Undecided.class);
  }

  @Test
  void aNodeWithoutHistoryProvesNothing() throws Exception {
    knowsCanary(a);
    knowsCanary(b);
    b.withHistory = false;
    var fate = follow(followed(1));
    both(FateWatchTest::past);
    assertThat(decided(fate)).isInstanceOf(Fate.Undecided.class);
  }

  @Test
  void aSignatureThatLandedAfterTheSigningIsNoCanary() throws Exception {
    for (var node : List.of(a, b)) {
      node.knows.put(CANARY, new Status.Landed(5));
      node.history.add(
          new LandedSignature(CANARY, 5, Optional.of(clock.instant().minusSeconds(5))));
    }
    var fate = follow(followed(1));
    both(FateWatchTest::past);
    assertThat(decided(fate)).isInstanceOf(Fate.Undecided.class);
  }

  @Test
  void whatLandedBeforeIsTheCanaryOfWhatIsSignedAfterwards() throws Exception {
    var first = followed(1);
    var fate = follow(first);
    both(node -> landed(node, first, 1000));
    decided(fate);
    clock.advance(Duration.ofSeconds(1));
    var second = follow(followed(2));
    both(FateWatchTest::past);
    assertThat(decided(second)).isInstanceOf(Fate.Expired.class);
    assertThat(a.asked.getLast())
        .containsExactly(transaction(2).signatureText(), first.transaction().signatureText());
  }

  /** A restart takes up what was sent before; what landed since then knows nothing of that time. */
  @Test
  void whatLandedLaterIsNoCanaryOfWhatWasSignedBefore() throws Exception {
    var earlier = clock.instant().minusSeconds(5);
    var first = followed(1);
    var fate = follow(first);
    both(node -> landed(node, first, 1000));
    decided(fate);
    clock.advance(Duration.ofSeconds(1));
    var takenUp = new Followed(transaction(2), earlier, () -> true, firsts::incrementAndGet);
    var old = follow(takenUp);
    var young = follow(followed(3));
    both(FateWatchTest::past);
    assertThat(decided(young)).isInstanceOf(Fate.Expired.class);
    assertThat(decided(old)).as("nobody proved its absence").isInstanceOf(Fate.Undecided.class);
  }

  /** Endpoints that keep a day of history need not know what landed the week before. */
  @Test
  void whatLandedLongBeforeIsNotAskedForWhereTheWalletHasANewerOne() throws Exception {
    var first = followed(1);
    var fate = follow(first);
    both(node -> landed(node, first, 1000));
    decided(fate);
    clock.advance(Duration.ofDays(7));
    for (var node : List.of(a, b)) {
      node.knows.clear();
      node.knows.put(CANARY, new Status.Landed(5));
      node.history.add(
          new LandedSignature(CANARY, 5, Optional.of(clock.instant().minusSeconds(60))));
    }
    var second = follow(followed(2));
    both(FateWatchTest::past);
    assertThat(decided(second)).isInstanceOf(Fate.Expired.class);
  }

  @Test
  void whatNobodyTellsOfIsUndecidedInTime() throws Exception {
    both(node -> node.silent = true);
    var signedAt = clock.instant();
    var fate = follow(followed(1));
    assertThat(decided(fate)).isInstanceOf(Fate.Undecided.class);
    assertThat(Duration.between(signedAt, clock.instant())).isLessThanOrEqualTo(WITHIN);
  }

  @Test
  void aNodeThatHangsHoldsUpNobody() throws Exception {
    var hang = new CountDownLatch(1);
    b.hangs = hang;
    var mine =
        watch(
            new FateWatch.Pace(PACE.status(), PACE.height(), Duration.ofMillis(50), PACE.within()),
            task -> Thread.ofVirtual().start(task));
    try {
      for (int i = 1; i <= 5; i++) {
        var followed = followed(i);
        var fate = follow(mine, followed);
        landed(a, followed, 1000);
        while (!fate.isDone()) {
          mine.round();
        }
        assertThat(fate.get()).isEqualTo(new Fate.Landed(1000));
      }
    } finally {
      hang.countDown();
    }
  }

  @Test
  void whatTheOtherEndpointSaysIsHeardBeforeALandingIsBelieved() throws Exception {
    var later = new LinkedBlockingQueue<Runnable>();
    var questions = new AtomicInteger();
    var mine =
        watch(
            PACE,
            question -> {
              if (questions.incrementAndGet() == 2) {
                later.add(question);
              } else {
                question.run();
              }
            });
    var followed = followed(1);
    var fate = follow(mine, followed);
    landed(a, followed, 1000);
    b.slot = 1200;
    var round =
        Thread.ofPlatform()
            .start(() -> {
              try {
                mine.round();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (!fate.isDone() && round.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    Objects.requireNonNull(later.poll(30, TimeUnit.SECONDS)).run();
    round.join();
    assertThat(fate).as("it contradicts").isNotDone();
    landed(b, followed, 1000);
    mine.round();
    assertThat(fate.get(30, TimeUnit.SECONDS)).isEqualTo(new Fate.Landed(1000));
  }

  /** Its bytes do not parse, so nobody can tell who pays, when a canary is looked for. */
  @Test
  void aFaultInOneDoesNotEndTheWatchOverTheOthers() throws Exception {
    var bad =
        new Followed(
            new SignedTransaction(new byte[] {1}, new byte[64], 1),
            clock.instant(),
            () -> true,
            firsts::incrementAndGet);
    var broken = follow(bad);
    var good = followed(1);
    var fate = follow(good);
    clock.advance(PACE.height());
    round();
    both(node -> landed(node, good, 1000));
    round();
    assertThat(fate.get(30, TimeUnit.SECONDS)).isEqualTo(new Fate.Landed(1000));
    assertThat(broken).isNotDone();
    assertThat(decided(broken)).isInstanceOf(Fate.Undecided.class);
  }

  @Test
  void manyShareAQuestionOfAtMostTwoHundredAndFiftySix() throws Exception {
    var all = new ArrayList<CompletableFuture<Fate>>();
    var followed = new ArrayList<Followed>();
    for (int i = 1; i <= 600; i++) {
      followed.add(followed(i));
      all.add(follow(followed.getLast()));
    }
    round();
    assertThat(a.asked).hasSize(3).allMatch(question -> question.size() <= 256);
    followed.forEach(one -> landed(a, one, 1000));
    followed.forEach(one -> landed(b, one, 1000));
    round();
    for (var fate : all) {
      assertThat(fate.get(30, TimeUnit.SECONDS)).isEqualTo(new Fate.Landed(1000));
    }
    assertThat(a.asked).hasSize(6);
  }

  @Test
  void aLookSendsNothingAndAgreementEndsWhatWasUndecided() throws Exception {
    var followed = followed(1);
    assertThat(watch.look(followed)).isInstanceOf(Fate.Undecided.class);
    both(FateWatchTest::past);
    knowsCanary(a);
    knowsCanary(b);
    assertThat(watch.look(followed)).isEqualTo(new Fate.Expired(""));
    landed(a, followed, 1290);
    assertThat(watch.look(followed)).as("they disagree").isInstanceOf(Fate.Undecided.class);
    landed(b, followed, 1290);
    assertThat(watch.look(followed)).isEqualTo(new Fate.Landed(1290));
    assertThat(chain.sent).isEmpty();
  }

  @Test
  void aHintWakesTheQuestionBeforeItsTime() throws Exception {
    var listener = new AtomicReference<Runnable>(() -> {});
    var watched = new ArrayList<String>();
    var hints =
        new SignatureHints() {
          @Override
          public void listen(Runnable hinted) {
            listener.set(hinted);
          }

          @Override
          public void watch(String signature) {
            watched.add("+" + signature);
          }

          @Override
          public void forget(String signature) {
            watched.add("-" + signature);
          }
        };
    var slow =
        new FateWatch.Pace(Duration.ofHours(1), PACE.height(), PACE.hearing(), Duration.ofDays(1));
    try (var mine = new FateWatch(chain, hints, clock, slow)) {
      mine.start();
      var followed = followed(1);
      var fate = follow(mine, followed);
      both(node -> landed(node, followed, 1000));
      Objects.requireNonNull(listener.get()).run();
      assertThat(fate.get(60, TimeUnit.SECONDS)).isEqualTo(new Fate.Landed(1000));
      var signature = followed.transaction().signatureText();
      assertThat(watched).containsExactly("+" + signature, "-" + signature);
    }
  }
}
