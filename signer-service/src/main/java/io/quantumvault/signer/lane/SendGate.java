package io.quantumvault.signer.lane;

import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.limits.Standing.Level;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.marks.StandingMark;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Whether a signed transaction may be sent, for the first time or again: the deadline and the stops
 * allow it, asked at most a second ago. What once forbids it forbids it for good; what was already
 * sent may still land.
 */
final class SendGate implements BooleanSupplier {
  private final Intent intent;
  private final Ledger ledger;
  private final MarkBook marks;
  private final Tools tools;
  private final boolean exit;
  private Instant asked;
  private Instant until;
  private boolean stopped;

  /** Takes what the locks last said. */
  SendGate(Intent intent, Ledger ledger, MarkBook marks, Tools tools, Allowed allowed) {
    this.intent = intent;
    this.ledger = ledger;
    this.marks = marks;
    this.tools = tools;
    this.exit = allowed.exit();
    this.asked = allowed.at();
    this.until = allowed.until();
  }

  /**
   * Whether it may be sent now.
   *
   * @throws LedgerUnavailableException if that cannot be known now
   */
  @Override
  public synchronized boolean getAsBoolean() {
    var now = tools.clock().instant();
    if (stopped || !now.isBefore(intent.deadline()) || !now.isBefore(until)) {
      stopped = true;
      return false;
    }
    // Either way: a clock that was set back must not put the next question off.
    var since = Duration.between(asked, now).abs();
    if (since.compareTo(tools.settings().stopsAskedEvery()) > 0) {
      var mark = marks.of(intent.agentWallet());
      var standing = ledger.stand(intent, now).standing();
      stopped =
          mark.standing() == null
              || tools.standings().refusal(intent, standing, mark, now).isPresent()
              || !passes(standing, mark.standing());
      asked = now;
      until = until(standing);
    }
    return !stopped;
  }

  /** Between two questions the authority may end by itself. */
  private Instant until(Standing standing) {
    var material = standing.material();
    var grant = material == null ? null : material.grant();
    return grant == null ? until : StandingCheck.until(intent.onlyReduces(), grant);
  }

  private boolean passes(Standing standing, StandingMark held) {
    var material = standing.material();
    return exit
        || (material != null
            && tools.standings().level(standing, held, material, intent.botId()) == Level.NONE);
  }
}
