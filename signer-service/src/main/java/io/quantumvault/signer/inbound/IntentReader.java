package io.quantumvault.signer.inbound;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.keys.sign.ServicePublicKeys;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.intents.IntentBytes;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.Part;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.venue.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Step 1: the policy stage's signature over an intent, and its shape. A record that fails names
 * nothing: its ids are not believed.
 */
public final class IntentReader {
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");
  private static final Pattern MARKET = Pattern.compile("[A-Za-z0-9._/:-]{1,64}");
  private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e]{0,200}");
  private static final int HASH_LENGTH = 32;
  private static final int MAX_SLIPPAGE_BPS = 10_000;

  private final ServicePublicKeys stage;

  /** Takes the public keys of the policy stage. */
  public IntentReader(ServicePublicKeys stage) {
    this.stage = stage;
  }

  /** What a record is. */
  public sealed interface Read {
    /** Signed by the stage and well shaped. */
    record Verified(Intent intent) implements Read {}

    /** Not to be believed. */
    record Unverified(String reason) implements Read {}
  }

  /** Reads a record of intents-v1. */
  public Read read(@Nullable String key, byte @Nullable [] value) {
    if (value == null) {
      return new Read.Unverified("no value");
    }
    TradeIntent record;
    try {
      record = TradeIntent.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      return new Read.Unverified("not a TradeIntent");
    }
    byte[] payload = record.getPayload().toByteArray();
    if (!stage.verify(
        record.getKeyId(),
        IntentBytes.signingInput(payload),
        record.getSignature().toByteArray())) {
      return new Read.Unverified("not signed by the policy stage");
    }
    return shaped(key, payload);
  }

  private static Read shaped(@Nullable String key, byte[] payload) {
    try {
      var intent = parse(payload);
      if (!intent.agentWallet().equals(key)) {
        return new Read.Unverified("the record's key is not the intent's agent wallet");
      }
      return IntentShape.objection(intent, message(payload))
          .<Read>map(Read.Unverified::new)
          .orElseGet(() -> new Read.Verified(intent));
    } catch (ShapeException e) {
      return new Read.Unverified(String.valueOf(e.getMessage()));
    }
  }

  private static final class ShapeException extends Exception {
    private static final long serialVersionUID = 1L;

    ShapeException(String problem) {
      super(problem);
    }
  }

  /**
   * The intent of a payload that was verified before, as the ledger keeps it.
   *
   * @throws IllegalStateException if it does not have an intent's shape
   */
  public static Intent verifiedBefore(byte[] payload) {
    try {
      return parse(payload);
    } catch (ShapeException e) {
      throw new IllegalStateException("a payload of the ledger is misshapen: " + e.getMessage());
    }
  }

  private static TradeIntentPayload message(byte[] payload) throws ShapeException {
    try {
      return TradeIntentPayload.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new ShapeException("not a TradeIntentPayload");
    }
  }

  private static Intent parse(byte[] payload) throws ShapeException {
    var p = message(payload);
    var intentId = id(p.getIntentId(), "intent id");
    var origin = origin(p.getOrigin());
    UUID signalId = p.getSignalId().isEmpty() ? null : id(p.getSignalId(), "signal id");
    UUID stopId = p.getStopId().isEmpty() ? null : id(p.getStopId(), "stop id");
    var botId = id(p.getBotId(), "bot id");
    require(Base58.isAddress(p.getAgentWallet()), "no agent wallet");
    require(Base58.isAddress(p.getOwner()), "no owner");
    require(p.getPolicySha256().size() == HASH_LENGTH, "no policy hash");
    require(MARKET.matcher(p.getMarket()).matches(), "no market");
    require(
        PLAIN.matcher(p.getEnvelope().getCorrelationId()).matches()
            && PLAIN.matcher(p.getEnvelope().getEventId()).matches(),
        "an envelope of other than plain text");
    require(p.getDeadlineMs() > 0, "no deadline");
    require(
        p.getMaxSlippageBps() >= 0 && p.getMaxSlippageBps() <= MAX_SLIPPAGE_BPS,
        "slippage out of range");
    var kind = kind(p);
    return new Intent(
        intentId,
        signalId,
        p.getEnvelope().getCorrelationId(),
        p.getEnvelope().getEventId(),
        origin,
        part(p.getPart()),
        p.getAttempt(),
        stopId,
        botId,
        p.getAgentWallet(),
        p.getOwner(),
        id(p.getGrantId(), "grant id"),
        p.getPolicyVersion(),
        p.getPolicySha256().toByteArray(),
        p.getMarket(),
        kind,
        side(p, kind),
        size(p, kind),
        kind == Intent.Kind.LIMIT ? decimal(p.getLimitPrice(), "limit price") : null,
        p.getReduceOnly(),
        p.getExit(),
        p.getWholePosition(),
        p.getCancelsEntries(),
        p.getPositionBound().isEmpty() ? null : bound(p.getPositionBound()),
        p.hasStopLoss(),
        p.hasTakeProfit(),
        p.getMaxSlippageBps(),
        Instant.ofEpochMilli(p.getDeadlineMs()),
        payload);
  }

  private static Intent.Origin origin(IntentOrigin origin) throws ShapeException {
    return switch (origin) {
      case INTENT_ORIGIN_SIGNAL -> Intent.Origin.SIGNAL;
      case INTENT_ORIGIN_FLATTEN -> Intent.Origin.FLATTEN;
      case INTENT_ORIGIN_PROTECTION -> Intent.Origin.PROTECTION;
      case INTENT_ORIGIN_UNSPECIFIED, UNRECOGNIZED -> throw new ShapeException("no origin");
    };
  }

  private static Intent.Part part(Part part) throws ShapeException {
    return switch (part) {
      case PART_UNSPECIFIED -> Intent.Part.WHOLE;
      case PART_CLOSING -> Intent.Part.CLOSING;
      case PART_OPENING -> Intent.Part.OPENING;
      case UNRECOGNIZED -> throw new ShapeException("an unknown part");
    };
  }

  private static @Nullable BigDecimal size(TradeIntentPayload p, Intent.Kind kind)
      throws ShapeException {
    boolean open = p.getWholePosition() && p.getSizeBase().isEmpty();
    return kind == Intent.Kind.CANCEL || open ? null : decimal(p.getSizeBase(), "size");
  }

  private static Intent.Kind kind(TradeIntentPayload p) throws ShapeException {
    return switch (p.getAction()) {
      case ACTION_CANCEL -> Intent.Kind.CANCEL;
      case ACTION_BUY, ACTION_SELL, ACTION_CLOSE -> orderKind(p.getOrderType());
      case ACTION_SYNC, ACTION_UNSPECIFIED, UNRECOGNIZED -> throw new ShapeException("no action");
    };
  }

  private static Intent.Kind orderKind(OrderType type) throws ShapeException {
    return switch (type) {
      case ORDER_TYPE_MARKET -> Intent.Kind.MARKET;
      case ORDER_TYPE_LIMIT -> Intent.Kind.LIMIT;
      case ORDER_TYPE_UNSPECIFIED, UNRECOGNIZED -> throw new ShapeException("no order type");
    };
  }

  private static @Nullable Side side(TradeIntentPayload p, Intent.Kind kind) throws ShapeException {
    if (kind == Intent.Kind.CANCEL) {
      return null;
    }
    boolean open = p.getExit() && p.getAction() == Action.ACTION_CLOSE;
    var side =
        switch (p.getDirection()) {
          case DIRECTION_LONG -> Side.BUY;
          case DIRECTION_SHORT -> Side.SELL;
          case DIRECTION_UNSPECIFIED -> open ? null : absent();
          case UNRECOGNIZED -> absent();
        };
    require(
        p.getAction() == Action.ACTION_CLOSE
            || (p.getAction() == Action.ACTION_BUY)
                == (p.getDirection() == Direction.DIRECTION_LONG),
        "action and direction contradict each other");
    require(p.getAction() != Action.ACTION_CLOSE || p.getReduceOnly(), "a close that may open");
    return side;
  }

  private static Side absent() throws ShapeException {
    throw new ShapeException("no direction");
  }

  private static UUID id(String text, String what) throws ShapeException {
    try {
      var id = UUID.fromString(text);
      require(id.toString().equals(text), what + " is not in its only form");
      return id;
    } catch (IllegalArgumentException e) {
      throw new ShapeException("no " + what);
    }
  }

  private static BigDecimal decimal(String text, String what) throws ShapeException {
    require(DECIMAL.matcher(text).matches(), "no plain decimal " + what);
    return new BigDecimal(text);
  }

  private static BigDecimal bound(String text) throws ShapeException {
    boolean below = text.startsWith("-");
    var size = decimal(below ? text.substring(1) : text, "position bound");
    return below ? size.negate() : size;
  }

  private static void require(boolean holds, String problem) throws ShapeException {
    if (!holds) {
      throw new ShapeException(problem);
    }
  }
}
