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
 * @param sizeBase unsigned; null only for CANCEL
 * @param limitPrice only for LIMIT
 * @param payload the exact bytes that were signed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Intent(
    UUID intentId,
    @Nullable UUID signalId,
    String correlationId,
    String eventId,
    Origin origin,
    @Nullable UUID stopId,
    UUID botId,
    String agentWallet,
    String owner,
    UUID grantId,
    long policyVersion,
    byte[] policySha256,
    String market,
    Kind kind,
    Side side,
    @Nullable BigDecimal sizeBase,
    @Nullable BigDecimal limitPrice,
    boolean reduceOnly,
    int maxSlippageBps,
    Instant deadline,
    byte[] payload) {

  /** Where an intent comes from. */
  public enum Origin {
    SIGNAL,
    FLATTEN
  }

  /** What it asks for. */
  public enum Kind {
    MARKET,
    LIMIT,
    CANCEL
  }
}
