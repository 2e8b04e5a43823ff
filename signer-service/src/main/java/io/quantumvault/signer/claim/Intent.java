package io.quantumvault.signer.claim;

import io.quantumvault.signer.venue.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An approved intent whose stage signature was verified.
 *
 * @param eventId the intent's own event, the cause of everything that follows
 * @param part which of the two intents of a flip it is
 * @param attempt 0 for the first; an exit that did not end where it should is sent again
 * @param side null only where the signer's reading decides it: of a CANCEL, or an exit of all that
 *     is held
 * @param sizeBase unsigned; of an exit the most it takes off; null only for a CANCEL or an exit of
 *     all that is held
 * @param limitPrice only for LIMIT
 * @param exit the stage's word that it can only bring the position nearer to zero
 * @param wholePosition an exit of all that is held, whatever the size says
 * @param cancelsEntries the bot's resting orders of the market that may open go in the same
 *     transaction; of a CANCEL, which of the two kinds it takes away
 * @param positionBound signed; the position may not end further from zero, nor across it
 * @param stopLoss whether it asks for a stop
 * @param takeProfit whether it asks for a target
 * @param payload the exact bytes that were signed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Intent(
    UUID intentId,
    @Nullable UUID signalId,
    String correlationId,
    String eventId,
    Origin origin,
    Part part,
    int attempt,
    @Nullable UUID stopId,
    UUID botId,
    String agentWallet,
    String owner,
    UUID grantId,
    long policyVersion,
    byte[] policySha256,
    String market,
    Kind kind,
    @Nullable Side side,
    @Nullable BigDecimal sizeBase,
    @Nullable BigDecimal limitPrice,
    boolean reduceOnly,
    boolean exit,
    boolean wholePosition,
    boolean cancelsEntries,
    @Nullable BigDecimal positionBound,
    boolean stopLoss,
    boolean takeProfit,
    int maxSlippageBps,
    Instant deadline,
    byte[] payload) {

  /** Where an intent comes from. */
  public enum Origin {
    SIGNAL,
    FLATTEN,
    /** Takes away stop and target of a position that is gone. */
    PROTECTION
  }

  /** What of an alert it is: a flip is two intents. */
  public enum Part {
    WHOLE,
    CLOSING,
    OPENING
  }

  /**
   * Whether it says that it can only take risk away: the rules for exits bind it, and it is signed
   * only as what the venue holds to that.
   */
  public boolean onlyReduces() {
    return exit || reduceOnly || kind == Kind.CANCEL;
  }

  /** What it asks for. */
  public enum Kind {
    MARKET,
    LIMIT,
    CANCEL
  }
}
