package io.quantumvault.signer.lane;

import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.fate.Fate;
import io.quantumvault.signer.limits.LedgerView;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.marks.LedgerEnd;
import io.quantumvault.signer.order.AdminOrder;
import io.quantumvault.signer.venue.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A ledger that answers what a test says; every intent has ended in it, unless it is refused. */
public final class FakeLedger implements Ledger {
  public final BlockingQueue<RefusalReason> refused = new LinkedBlockingQueue<>();
  public final AtomicInteger stood = new AtomicInteger();
  public volatile Runnable onStand = () -> {};
  public volatile Runnable onUnverified = () -> {};
  public volatile Standing standing = new Standing(null, List.of(), false, 0, true, 0);
  public volatile List<Row> unfinished = List.of();
  public volatile Function<Intent, @Nullable Row> row =
      intent -> new Row(new Claim.Confirmed(intent.intentId(), 1), intent.payload(), null);
  public volatile LedgerEnd end = LedgerEnd.NONE;
  public volatile Runnable onEnd = () -> {};
  public volatile Runnable onUnfinished = () -> {};

  @Override
  public Stand stand(Intent intent, Instant now) {
    stood.incrementAndGet();
    onStand.run();
    return new Stand(
        standing, new LedgerView(0, 0, 0, 0, 0, null, 0, 0, List.of()), row.apply(intent));
  }

  @Override
  public Birth refuse(Intent intent, Source source, Refusal refusal, Instant now) {
    refused.add(refusal.reason());
    return new Birth.Refused(refusal);
  }

  @Override
  public void unverified(Source source, String agentWallet, String reason, Instant now) {
    onUnverified.run();
  }

  @Override
  public List<Row> unfinished() {
    onUnfinished.run();
    return unfinished;
  }

  @Override
  public Birth sign(
      Intent intent,
      Source source,
      Planned planned,
      Instant now,
      Function<Standing, Attempt> attempt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Step resolved(
      Intent intent,
      Claim.OutcomeUnknown unknown,
      Fate fate,
      long feeLamports,
      @Nullable Effect effect,
      @Nullable Reading reading,
      AdminOrder.Resolve order,
      Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Step notResolved(
      Intent intent,
      Claim.OutcomeUnknown unknown,
      AdminOrder.Resolve order,
      String why,
      Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public LedgerEnd end(String agentWallet) {
    onEnd.run();
    return end;
  }

  @Override
  public Birth judge(
      Intent intent, Source source, Instant now, Function<Standing, Optional<Refusal>> verdict) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Step submitted(Intent intent, Claim.Signed signed, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Step landed(
      Intent intent,
      Claim.Sent sent,
      long slot,
      long feeLamports,
      @Nullable Effect effect,
      @Nullable Reading reading,
      Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Step failed(
      Intent intent,
      Claim.Sent sent,
      long slot,
      String chainError,
      @Nullable Reading reading,
      Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Step expired(Intent intent, Claim.Sent sent, String detail, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Step unknown(Intent intent, Claim.Submitted submitted, String detail, Instant now) {
    throw new UnsupportedOperationException();
  }
}
