package io.quantumvault.standalone.reconcile;

import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.Part;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Which records a row may be made of. Nobody checks the signature of an intent here, so it counts
 * only where the signer would read it and where it is what the signer's own event names.
 */
final class Believed {
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");
  private static final Pattern SIGNED = Pattern.compile("-?" + DECIMAL.pattern());
  private static final Pattern MARKET = Pattern.compile("[A-Za-z0-9._/:-]{1,64}");
  private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e]{0,200}");
  private static final int HASH_LENGTH = 32;
  private static final int SIGNATURE_LENGTH = 64;
  private static final int MAX_SLIPPAGE_BPS = 10_000;
  private static final int MOST_ATTEMPTS = 5;

  /** As the signer wants it: an alert's 60 s and the 10 s it may be ahead. */
  private static final long LONGEST_DEADLINE_MS = 70_000;

  /** The end of the year 9999, which every database can write. */
  private static final long LATEST_MS = 253_402_300_799_999L;

  private Believed() {}

  /** An event of this wallet whose every field a row can have. */
  static boolean event(ExecutionEvent event, String agentWallet) {
    long at = event.getEnvelope().getOccurredAtMs();
    return event.getAgentWallet().equals(agentWallet)
        && event.getSequence() > 0
        && at >= 0
        && at <= LATEST_MS
        && Told.detail(event).indexOf(0) < 0
        && event.getRefused().getReason().indexOf(0) < 0
        && hasItsTransaction(event)
        && (event.hasUnverified() ? event.getIntentId().isEmpty() : namesItsIntent(event));
  }

  private static boolean namesItsIntent(ExecutionEvent event) {
    return isId(event.getIntentId())
        && isId(event.getBotId())
        && (event.getSignalId().isEmpty() || isId(event.getSignalId()))
        && (event.getGrantId().isEmpty() || isId(event.getGrantId()))
        && Base58.isAddress(event.getOwner())
        && MARKET.matcher(event.getMarket()).matches();
  }

  /** A kind that nobody knows is not believed: what it would say of the row is not known. */
  private static boolean hasItsTransaction(ExecutionEvent event) {
    return switch (event.getKindCase()) {
      case REFUSED, AWAITING_OWNER, UNVERIFIED -> true;
      case SIGNED, SUBMITTED, CONFIRMED, FAILED, EXPIRED, OUTCOME_UNKNOWN ->
          Told.transaction(event)
              .map(signed -> isSignature(signed.getSignature()) && !signed.getWire().isEmpty())
              .orElse(false);
      case KIND_NOT_SET -> false;
    };
  }

  private static boolean isSignature(String text) {
    try {
      return Base58.decode(text).length == SIGNATURE_LENGTH;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The intent that this event is about, shaped as the signer wants it. */
  static boolean intent(TradeIntentPayload intent, ExecutionEvent event) {
    return isNamed(intent, event) && isIntent(intent) && isOrder(intent);
  }

  private static boolean isNamed(TradeIntentPayload intent, ExecutionEvent event) {
    return intent.getIntentId().equals(event.getIntentId())
        && intent.getSignalId().equals(event.getSignalId())
        && intent.getAgentWallet().equals(event.getAgentWallet())
        && intent.getOwner().equals(event.getOwner())
        && intent.getBotId().equals(event.getBotId())
        && intent.getGrantId().equals(event.getGrantId())
        && intent.getMarket().equals(event.getMarket());
  }

  private static boolean isIntent(TradeIntentPayload intent) {
    return isId(intent.getIntentId())
        && isId(intent.getBotId())
        && isId(intent.getGrantId())
        && (intent.getSignalId().isEmpty() || isId(intent.getSignalId()))
        && (intent.getStopId().isEmpty() || isId(intent.getStopId()))
        && hasOrigin(intent)
        && Base58.isAddress(intent.getAgentWallet())
        && Base58.isAddress(intent.getOwner())
        && intent.getPolicySha256().size() == HASH_LENGTH
        && MARKET.matcher(intent.getMarket()).matches()
        && PLAIN.matcher(intent.getEnvelope().getCorrelationId()).matches()
        && PLAIN.matcher(intent.getEnvelope().getEventId()).matches()
        && intent.getDeadlineMs() > 0
        && intent.getDeadlineMs() - intent.getEnvelope().getOccurredAtMs() <= LONGEST_DEADLINE_MS
        && intent.getMaxSlippageBps() >= 0
        && intent.getMaxSlippageBps() <= MAX_SLIPPAGE_BPS;
  }

  /** The id that origin, part and attempt give, as the stage gave it. */
  private static boolean hasOrigin(TradeIntentPayload intent) {
    int attempt = intent.getAttempt();
    return switch (intent.getOrigin()) {
      case INTENT_ORIGIN_SIGNAL ->
          !intent.getSignalId().isEmpty()
              && (attempt == 0 || (intent.getExit() && attempt > 0 && attempt <= MOST_ATTEMPTS))
              && isPart(intent)
              && isGiven(
                  intent,
                  Ids.intentId(
                      UUID.fromString(intent.getSignalId()), intent.getPartValue(), attempt));
      case INTENT_ORIGIN_FLATTEN ->
          !intent.getStopId().isEmpty()
              && attempt >= 0
              && intent.getPart() == Part.PART_UNSPECIFIED
              && isGiven(
                  intent,
                  Ids.flattenIntentId(
                      UUID.fromString(intent.getStopId()),
                      UUID.fromString(intent.getBotId()),
                      intent.getMarket(),
                      attempt));
      case INTENT_ORIGIN_PROTECTION ->
          intent.getAction() == Action.ACTION_CANCEL
              && attempt == 0
              && intent.getPart() == Part.PART_UNSPECIFIED
              && isGiven(
                  intent,
                  Ids.protectionIntentId(
                      UUID.fromString(intent.getBotId()),
                      intent.getMarket(),
                      intent.getDeadlineMs()));
      case INTENT_ORIGIN_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  private static boolean isGiven(TradeIntentPayload intent, UUID id) {
    return id.toString().equals(intent.getIntentId());
  }

  private static boolean isPart(TradeIntentPayload intent) {
    boolean cancel = intent.getAction() == Action.ACTION_CANCEL;
    return switch (intent.getPart()) {
      case PART_UNSPECIFIED -> true;
      case PART_CLOSING -> intent.getExit() && !cancel;
      case PART_OPENING -> !intent.getExit() && !intent.getReduceOnly() && !cancel;
      case UNRECOGNIZED -> false;
    };
  }

  private static boolean isOrder(TradeIntentPayload intent) {
    boolean whole = intent.getWholePosition();
    boolean open = intent.getExit() && intent.getDirection() == Direction.DIRECTION_UNSPECIFIED;
    return switch (intent.getAction()) {
      case ACTION_CANCEL -> !whole;
      case ACTION_BUY -> intent.getDirection() == Direction.DIRECTION_LONG && hasSize(intent);
      case ACTION_SELL -> intent.getDirection() == Direction.DIRECTION_SHORT && hasSize(intent);
      case ACTION_CLOSE ->
          (open
                  || intent.getDirection() == Direction.DIRECTION_LONG
                  || intent.getDirection() == Direction.DIRECTION_SHORT)
              && intent.getReduceOnly()
              && hasSize(intent);
      case ACTION_SYNC, ACTION_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  private static boolean hasSize(TradeIntentPayload intent) {
    boolean limit = intent.getOrderType() == OrderType.ORDER_TYPE_LIMIT;
    boolean exit = intent.getExit();
    return (limit || intent.getOrderType() == OrderType.ORDER_TYPE_MARKET)
        && (!exit || intent.getReduceOnly())
        && (exit || !intent.getWholePosition())
        && (DECIMAL.matcher(intent.getSizeBase()).matches()
            || (intent.getWholePosition() && intent.getSizeBase().isEmpty()))
        && (intent.getPositionBound().isEmpty()
            || SIGNED.matcher(intent.getPositionBound()).matches())
        && (!limit || DECIMAL.matcher(intent.getLimitPrice()).matches());
  }

  private static boolean isId(String text) {
    try {
      return UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
