package io.quantumvault.policy.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.policy.decision.OpenOrder;
import io.quantumvault.policy.decision.Quote;
import io.quantumvault.policy.decision.Reservation;
import io.quantumvault.policy.decision.SeenBefore;
import io.quantumvault.policy.decision.Standing;
import io.quantumvault.schemas.v1.DecisionInputs;
import io.quantumvault.schemas.v1.HeldLooked;
import io.quantumvault.schemas.v1.MemoryLooked;
import io.quantumvault.schemas.v1.PendingLooked;
import io.quantumvault.schemas.v1.PriceLooked;
import io.quantumvault.schemas.v1.StandingLooked;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes down all that a decision looked at, so that {@link InputsReader} can ask again. */
public final class InputsWriter {
  private InputsWriter() {}

  /** The inputs of a request, its alert apart, which the signal is. */
  public static DecisionInputs write(DecisionRequest request) {
    var out =
        looked(
            request.now(),
            request.alert().market(),
            request.standing(),
            request.account(),
            request.reservations());
    out.setMemory(memory(request.seen()))
        .setOrdersLastMinute(request.activity().entriesLastMinute())
        .setExitsLastMinute(request.activity().exitsLastMinute())
        .setOrdersToday(request.activity().entriesToday())
        .setEntriesOfPosition(request.entries().count());
    if (request.entries().lastAt() != null) {
      out.setLastEntryAtMs(request.entries().lastAt().toEpochMilli());
    }
    new TreeMap<>(request.quotes()).forEach((market, quote) -> out.addPrices(price(market, quote)));
    return out.build();
  }

  /** What is looked at where no alert asks for anything. */
  public static DecisionInputs write(
      Instant now,
      String market,
      Standing standing,
      @Nullable Account account,
      List<Reservation> reservations) {
    return looked(now, market, standing, account, reservations).build();
  }

  private static DecisionInputs.Builder looked(
      Instant now,
      String market,
      Standing standing,
      @Nullable Account account,
      List<Reservation> reservations) {
    var out =
        DecisionInputs.newBuilder()
            .setNowMs(now.toEpochMilli())
            .setStateVersion(standing.stateVersion())
            .setStanding(standing(standing));
    if (standing.grant() != null) {
      policy(out, standing.grant());
    }
    reservations.forEach(one -> out.addPending(pending(one)));
    if (account != null) {
      account(out, account, market, now);
    }
    return out;
  }

  private static void policy(DecisionInputs.Builder out, GrantTerms grant) {
    out.setPolicyVersion(grant.policyVersion())
        .setPolicySha256(ByteString.copyFrom(HexFormat.of().parseHex(grant.policySha256())))
        .setPolicy(ByteString.copyFromUtf8(grant.policy()));
  }

  private static void account(
      DecisionInputs.Builder out, Account account, String market, Instant now) {
    var today = now.atOffset(ZoneOffset.UTC).toLocalDate();
    out.setPosition(plain(account.position(market)))
        .setEquityUsd(plain(account.equityUsd()))
        .setAccountSlot(account.slot())
        .setAccountObservedAtMs(account.observedAt().toEpochMilli())
        .setDay(account.day().toString())
        .setOpeningEquityUsd(plain(account.openingEquityUsd()))
        .setNetDepositsUsd(plain(account.netDepositsUsd()))
        .setDayLossUsd(plain(account.lossOn(today)))
        .setFeeBalanceLamports(account.feeLamports());
    new TreeMap<>(account.positions())
        .forEach((held, base) ->
            out.addPositions(HeldLooked.newBuilder().setMarket(held).setBase(plain(base))));
    account.openOrders().forEach(order -> out.addPending(pending(order)));
  }

  private static StandingLooked standing(Standing standing) {
    var out =
        StandingLooked.newBuilder()
            .setKnown(standing.known())
            .setGloballyFrozen(standing.globallyFrozen())
            .setFrozen(standing.frozen())
            .setReduceOnly(standing.reduceOnly());
    if (standing.flattening() != null) {
      out.setFlattening(standing.flattening().toString());
    }
    var grant = standing.grant();
    if (grant != null) {
      out.setGrantId(grant.grantId().toString())
          .setStartsAtMs(grant.startsAt().toEpochMilli())
          .setExpiresAtMs(grant.expiresAt().toEpochMilli())
          .setEnded(grant.ended())
          .setOwnerSigned(grant.ownerSigned());
    }
    return out.build();
  }

  private static MemoryLooked memory(SeenBefore seen) {
    return MemoryLooked.newBuilder()
        .setNonceSeen(seen.nonce())
        .setContentSeen(seen.content())
        .setBeyondMemory(seen.beyondMemory())
        .setOvertaken(seen.overtaken())
        .build();
  }

  private static PriceLooked price(String market, Quote quote) {
    var out =
        PriceLooked.newBuilder()
            .setMarket(market)
            .setPrice(plain(quote.price()))
            .setSlot(quote.slot())
            .setPublishedAtMs(quote.publishedAt().toEpochMilli())
            .setObservedAtMs(quote.observedAt().toEpochMilli())
            .setDoubtful(quote.doubtful());
    if (quote.confidence() != null) {
      out.setConfidence(plain(quote.confidence()));
    }
    if (quote.step() != null) {
      out.setStep(plain(quote.step()));
    }
    return out.build();
  }

  private static PendingLooked pending(Reservation one) {
    return PendingLooked.newBuilder()
        .setMarket(one.market())
        .setDirection(direction(one.direction()))
        .setBase(plain(one.size()))
        .setReduceOnly(one.exit())
        .setRests(one.mayRest())
        .setInFlight(true)
        .build();
  }

  private static PendingLooked pending(OpenOrder order) {
    return PendingLooked.newBuilder()
        .setMarket(order.market())
        .setDirection(direction(order.direction()))
        .setBase(plain(order.remaining()))
        .setReduceOnly(order.reduceOnly())
        .setRests(true)
        .setTrigger(order.trigger())
        .setOrderId((int) order.orderId())
        .build();
  }

  static io.quantumvault.schemas.v1.Direction direction(@Nullable Direction direction) {
    return switch (direction) {
      case null -> io.quantumvault.schemas.v1.Direction.DIRECTION_UNSPECIFIED;
      case LONG -> io.quantumvault.schemas.v1.Direction.DIRECTION_LONG;
      case SHORT -> io.quantumvault.schemas.v1.Direction.DIRECTION_SHORT;
    };
  }

  static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
