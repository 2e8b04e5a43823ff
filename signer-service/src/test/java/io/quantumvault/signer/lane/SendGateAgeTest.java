package io.quantumvault.signer.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.signer.FakeChain;
import io.quantumvault.signer.TestIntents;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.chain.Blockhashes;
import io.quantumvault.signer.chain.ComputeUnits;
import io.quantumvault.signer.chain.PriorityFees;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.fate.FateWatch;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.limits.GrantEvidence;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.limits.ResumeEvidence;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.signing.TradeSigner;
import io.quantumvault.solana.rpc.SignatureHints;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When the gate asks the ledger, which here is away and says so, and when it need not. */
class SendGateAgeTest {
  private final TestOwner owner = new TestOwner(new TestKeys().wrapping);
  private final Instant allowedAt = owner.issuedAt().plusSeconds(60);
  private final Intent intent =
      IntentReader.verifiedBefore(TestIntents.buy(owner, "1").build().toByteArray());

  private SendGate gate(Instant now) {
    InstantSource clock = () -> now;
    var marks = new MarkBook(new ResumeEvidence(Set.of()), clock);
    return new SendGate(
        intent, away(), marks, tools(clock, marks), new Allowed(allowedAt, Instant.MAX, false));
  }

  private static Ledger away() {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (proxy, method, args) -> {
              throw new LedgerUnavailableException(new IllegalStateException("away"));
            });
  }

  private static Tools tools(InstantSource clock, MarkBook marks) {
    var chain = new FakeChain(clock);
    var second = Duration.ofSeconds(1);
    return new Tools(
        new StandingCheck(new ResumeEvidence(Set.of()), new PlatformMark()),
        new GrantEvidence(Set.of(), "localnet"),
        new AccountReader(chain, marks::opening, clock),
        Map.of(),
        new Blockhashes(chain, clock, Blockhashes.Age.STANDARD),
        new PriorityFees(chain, clock, 75, 1000),
        new ComputeUnits(chain, clock, new ComputeUnits.Bounds(1, 1, 0, second)),
        new TradeSigner((name, context, wrapped) -> {
          throw new KmsUnavailable("away");
        }),
        new FateWatch(
            chain, SignatureHints.NONE, clock, new FateWatch.Pace(second, second, second, second)),
        new TradeSettings(second, second, second, second, second, second),
        clock);
  }

  @Test
  void anAnswerIsGoodForASecond() {
    assertThat(gate(allowedAt.plusSeconds(1)).getAsBoolean()).isTrue();
  }

  @Test
  void anOlderAnswerIsAskedForAgain() {
    assertThatThrownBy(() -> gate(allowedAt.plusMillis(1001)).getAsBoolean())
        .isInstanceOf(LedgerUnavailableException.class);
  }

  @Test
  void aClockThatWasSetBackDoesNotPutTheQuestionOff() {
    assertThatThrownBy(() -> gate(allowedAt.minusSeconds(30)).getAsBoolean())
        .isInstanceOf(LedgerUnavailableException.class);
  }

  @Test
  void pastTheDeadlineNothingIsAsked() {
    assertThat(gate(intent.deadline()).getAsBoolean()).isFalse();
  }
}
