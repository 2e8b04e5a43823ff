package io.quantumvault.signer.venue.drift;

import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.VenueAction;
import io.quantumvault.signer.venue.VenueAction.Cancel;
import io.quantumvault.signer.venue.VenueAction.Rest;
import io.quantumvault.signer.venue.VenueAction.TakeNow;
import io.quantumvault.signer.venue.drift.DriftMarkets.Listed;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.AccountMeta;
import io.quantumvault.solana.message.Instruction;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads instructions back from final bytes and says what in it is not what this bot may do now.
 * Written from the layout, not from the builder: it must not repeat the builder's mistakes.
 */
final class DriftObjections {
  private static final Set<Address> READABLE =
      Stream.concat(DriftMarkets.PERPS.stream(), DriftMarkets.SPOTS.stream())
          .flatMap(market -> Stream.of(market.address(), market.oracle()))
          .collect(Collectors.toUnmodifiableSet());

  /** An account of the program has so many orders. */
  private static final int MOST_ORDERS = 32;

  private final DriftAddresses addresses;

  DriftObjections(DriftAddresses addresses) {
    this.addresses = addresses;
  }

  /**
   * What an action has here: the cancel of its orders where it has some, then its order where it is
   * one. Any more, fewer or other instructions are never signed.
   */
  Optional<String> to(List<Instruction> instructions, BotAccount bot, VenueAction action) {
    var market = DriftMarkets.perp(action.market()).orElse(null);
    if (market == null) {
      return Optional.of("unknown market " + action.market());
    }
    int cancels = action.cancels().isEmpty() ? 0 : 1;
    int orders = action instanceof Cancel ? 0 : 1;
    if (instructions.size() != cancels + orders || instructions.isEmpty()) {
      return Optional.of(
          instructions.size() + " venue instructions, not " + Math.max(1, cancels + orders));
    }
    for (var instruction : instructions) {
      if (!instruction.program().equals(DriftAddresses.PROGRAM)) {
        return Optional.of("another program: " + instruction.program());
      }
    }
    return Stream.of(
            cancels == 0
                ? Optional.<String>empty()
                : cancel(instructions.getFirst(), bot, action, market),
            orders == 0
                ? Optional.<String>empty()
                : order(instructions.getLast(), bot, action, market))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> cancel(
      Instruction instruction, BotAccount bot, VenueAction action, Listed market) {
    // A message names an account once: what the order beside it writes to is writable here too.
    return first(
        cancels(instruction.data(), action.cancels())
            ? null
            : "does not cancel exactly the orders of the action",
        null,
        accounts(instruction.accounts(), bot, false, action instanceof TakeNow, market));
  }

  private Optional<String> order(
      Instruction instruction, BotAccount bot, VenueAction action, Listed market) {
    byte[] data = instruction.data();
    return switch (action) {
      case TakeNow take ->
          first(
              data(
                  data,
                  Discriminator.PLACE_AND_TAKE_PERP_ORDER,
                  found -> takes(found, take, market),
                  1),
              take.boundPrice().signum() > 0 ? null : "no price bound",
              accounts(instruction.accounts(), bot, true, true, market));
      case Rest rest ->
          first(
              data(data, Discriminator.PLACE_PERP_ORDER, found -> rests(found, rest, market), 0),
              rest.price().signum() > 0 ? null : "no price",
              accounts(instruction.accounts(), bot, false, false, market));
      case Cancel cancel -> Optional.of("an order beside a cancel");
    };
  }

  private static Optional<String> first(
      @Nullable String a, @Nullable String b, @Nullable String c) {
    return Stream.of(Optional.ofNullable(a), Optional.ofNullable(b), Optional.ofNullable(c))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static @Nullable String data(
      byte[] data, Discriminator kind, Predicate<OrderParams> wanted, int zerosAfter) {
    if (!kind.starts(data)) {
      return "not " + kind;
    }
    var in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).position(Discriminator.LENGTH);
    var found = OrderParams.read(in);
    if (found.isEmpty()) {
      return "order parameters that cannot be read";
    }
    if (in.remaining() != zerosAfter) {
      return "bytes after the order parameters";
    }
    while (in.hasRemaining()) {
      if (in.get() != 0) {
        return "a success condition";
      }
    }
    return wanted.test(found.get()) ? null : "other order parameters: " + found.get();
  }

  /** A market order that is done or gone, until the intent's deadline. */
  private static boolean takes(OrderParams found, TakeNow take, Listed market) {
    return found.orderType() == 0
        && found.bitFlags() == 1
        && Objects.equals(found.maxTs(), take.goodUntil().getEpochSecond())
        && found.reduceOnly() == take.reduceOnly()
        && trades(found, take.side(), take.sizeBase(), take.boundPrice(), market);
  }

  /** A limit order that rests until it is cancelled, or its authority ends. */
  private static boolean rests(OrderParams found, Rest rest, Listed market) {
    return found.orderType() == 1
        && found.bitFlags() == 0
        && Objects.equals(found.maxTs(), rest.goodUntil().getEpochSecond())
        && found.reduceOnly() == rest.reduceOnly()
        && trades(found, rest.side(), rest.sizeBase(), rest.price(), market);
  }

  /** Numbers are read back into what people say; nothing that was not asked for is set. */
  private static boolean trades(
      OrderParams found, Side side, BigDecimal base, BigDecimal price, Listed market) {
    return found.marketType() == 1
        && found.marketIndex() == market.index()
        && found.direction() == (side == Side.BUY ? 0 : 1)
        && BigDecimal.valueOf(found.baseAssetAmount(), 9).compareTo(base) == 0
        && BigDecimal.valueOf(found.price(), 6).compareTo(price) == 0
        && found.userOrderId() == 0
        && found.postOnly() == 0
        && found.triggerPrice() == null
        && found.triggerCondition() == 0
        && found.oraclePriceOffset() == null
        && found.auctionDuration() == null
        && found.auctionStartPrice() == null
        && found.auctionEndPrice() == null;
  }

  /** A count, and as many order ids: these, each once, and no other. */
  private static boolean cancels(byte[] data, List<Long> wanted) {
    if (!Discriminator.CANCEL_ORDERS_BY_IDS.starts(data)
        || wanted.size() > MOST_ORDERS
        || data.length != Discriminator.LENGTH + 4 * (1 + wanted.size())) {
      return false;
    }
    var in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).position(Discriminator.LENGTH);
    if (in.getInt() != wanted.size() || Set.copyOf(wanted).size() != wanted.size()) {
      return false;
    }
    for (long id : wanted) {
      if ((in.getInt() & 0xFFFF_FFFFL) != id) {
        return false;
      }
    }
    return true;
  }

  private @Nullable String accounts(
      List<AccountMeta> accounts,
      BotAccount bot,
      boolean taking,
      boolean writesMarket,
      Listed target) {
    int own = taking ? 4 : 3;
    if (accounts.size() < own) {
      return "accounts are missing";
    }
    if (!accounts.get(0).equals(AccountMeta.readOnly(addresses.state()))) {
      return "the first account is not the program's state";
    }
    if (!accounts.get(1).equals(AccountMeta.writable(bot.tradingAccount()))) {
      return "the trading account is not this bot's";
    }
    if (taking
        && !accounts.get(2).equals(AccountMeta.writable(addresses.userStats(bot.authority())))) {
      return "the statistics account is not this bot's";
    }
    var signer = accounts.get(own - 1);
    if (!signer.signer() || !signer.address().equals(bot.agent())) {
      return "the signing account is not the agent wallet";
    }
    for (var account : accounts.subList(own, accounts.size())) {
      if (account.signer() || !READABLE.contains(account.address())) {
        return "an account that does not belong here: " + account.address();
      }
      if (account.writable() && !(writesMarket && account.address().equals(target.address()))) {
        return "an account is written to that is only read: " + account.address();
      }
    }
    return null;
  }
}
