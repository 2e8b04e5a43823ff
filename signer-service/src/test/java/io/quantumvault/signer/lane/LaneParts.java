package io.quantumvault.signer.lane;

import io.quantumvault.signer.FakeChain;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.chain.Blockhashes;
import io.quantumvault.signer.chain.ComputeUnits;
import io.quantumvault.signer.chain.PriorityFees;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.fate.FateWatch;
import io.quantumvault.signer.limits.GrantEvidence;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.limits.ResumeEvidence;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.signing.TradeSigner;
import io.quantumvault.solana.rpc.SignatureHints;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What lanes are made of, around a {@link FakeLedger} and on a clock that the test drives. */
public final class LaneParts implements AutoCloseable {
  public static final Duration STOPS_ASKED_EVERY = Duration.ofSeconds(1);
  private static final Duration RETRY_EVERY = Duration.ofMillis(1);

  public final FakeLedger ledger = new FakeLedger();
  public final MarkBook marks;
  public final Tools tools;
  public final KeyedLanes lanes = new KeyedLanes();
  public final IntentDesk desk;
  private final TradeWorker worker;
  private final KeyedLanes asking = new KeyedLanes();

  public LaneParts(InstantSource clock) {
    var chain = new FakeChain(clock);
    var resumes = new ResumeEvidence(Set.of(TestOwner.DOMAIN));
    marks = new MarkBook(resumes, clock);
    var second = Duration.ofSeconds(1);
    tools =
        new Tools(
            new StandingCheck(resumes, new PlatformMark()),
            new GrantEvidence(Set.of(TestOwner.DOMAIN), "localnet"),
            new AccountReader(chain, marks::opening, clock),
            Map.of(),
            new Blockhashes(chain, clock, Blockhashes.Age.STANDARD),
            new PriorityFees(chain, clock, 75, 1000),
            new ComputeUnits(chain, clock, new ComputeUnits.Bounds(1, 1, 1, second)),
            new TradeSigner(new TestKeys().unwrapping),
            new FateWatch(
                chain,
                SignatureHints.NONE,
                clock,
                new FateWatch.Pace(second, second, second, second)),
            new TradeSettings(
                second, RETRY_EVERY, second, STOPS_ASKED_EVERY, second, Duration.ofSeconds(45)),
            clock);
    worker = new TradeWorker(ledger, marks, tools, (wallet, sequence, within) -> true, asking);
    desk = new IntentDesk(lanes, worker, ledger, clock, RETRY_EVERY);
  }

  /** A desk of orders on the same parts. */
  OrderDesk orders(Function<byte[], Intent> reader) {
    return new OrderDesk(marks, ledger, worker, desk, reader, tools);
  }

  @Override
  public void close() {
    lanes.close();
    asking.close();
  }
}
