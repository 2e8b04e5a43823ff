package io.quantumvault.signer.lane;

import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.limits.Standing.Level;
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
  private Instant asked;
  private boolean stopped;

  /** Takes when the locks last allowed it. */
  SendGate(Intent intent, Ledger ledger, MarkBook marks, Tools tools, Instant allowedAt) {
    this.intent = intent;
    this.ledger = ledger;
    this.marks = marks;
    this.tools = tools;
    this.asked = allowedAt;
  }

  /**
   * Whether it may be sent now.
   *
   * @throws LedgerUnavailableException if that cannot be known now
   */
  @Override
  public synchronized boolean getAsBoolean() {
    var now = tools.clock().instant();
    if (stopped || !now.isBefore(intent.deadline())) {
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
    }
    return !stopped;
  }

  private boolean passes(Standing standing, StandingMark held) {
    var material = standing.material();
    return intent.reduceOnly()
        || intent.kind() == Intent.Kind.CANCEL
        || (material != null
            && tools.standings().level(standing, held, material, intent.botId()) == Level.NONE);
  }
}
