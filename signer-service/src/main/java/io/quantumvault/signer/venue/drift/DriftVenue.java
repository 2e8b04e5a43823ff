package io.quantumvault.signer.venue.drift;

import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.signer.venue.ChainView;
import io.quantumvault.signer.venue.Effect;
import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.signer.venue.VenueAccount;
import io.quantumvault.signer.venue.VenueAction;
import io.quantumvault.signer.venue.VenueAction.Cancel;
import io.quantumvault.signer.venue.VenueAction.Rest;
import io.quantumvault.signer.venue.VenueAction.TakeNow;
import io.quantumvault.signer.venue.VenueUnreadableException;
import io.quantumvault.signer.venue.drift.DriftMarkets.Listed;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.Instruction;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Drift v2, as its interface description of SDK 2.156.0 lays it out; the paper chain speaks the
 * same. Another size or discriminator of any account, or a market outside the table, refuses.
 */
public final class DriftVenue implements Venue {
  private final DriftAddresses addresses = DriftAddresses.V2;
  private final DriftInstructions build = new DriftInstructions(addresses);
  private final DriftObjections objections = new DriftObjections(addresses);

  /** Kept for the instructions that follow a reading. */
  private record Detail(UserAccount user) implements VenueAccount.Detail {}

  @Override
  public List<Address> sharedAccounts() {
    return Stream.concat(DriftMarkets.PERPS.stream(), DriftMarkets.SPOTS.stream())
        .flatMap(market -> Stream.of(market.address(), market.oracle()))
        .distinct()
        .toList();
  }

  @Override
  public Address program() {
    return DriftAddresses.PROGRAM;
  }

  @Override
  public VenueAccount read(BotAccount bot, ChainView view) throws VenueUnreadableException {
    var account =
        view.account(bot.tradingAccount())
            .orElseThrow(() ->
                new VenueUnreadableException(
                    "the trading account " + bot.tradingAccount() + " does not exist"));
    var user = UserAccount.read(AccountBytes.of(account, Discriminator.USER, UserAccount.SIZE));
    requireOwn(bot, user);
    return DriftValuation.value(user, view, new Detail(user));
  }

  private static void requireOwn(BotAccount bot, UserAccount user) throws VenueUnreadableException {
    if (!user.authority().equals(bot.authority())) {
      throw new VenueUnreadableException("the trading account belongs to " + user.authority());
    }
    if (!bot.agent().equals(user.authority()) && !bot.agent().equals(user.delegate())) {
      throw new VenueUnreadableException(
          "the agent wallet " + bot.agent() + " is not the trading account's delegate");
    }
  }

  @Override
  public List<Instruction> instructions(BotAccount bot, VenueAction action, VenueAccount account) {
    var user = user(account);
    var market = listed(action.market());
    var all = new ArrayList<Instruction>();
    if (!action.cancels().isEmpty()) {
      all.add(build.cancelOrders(bot, action.cancels(), RemainingAccounts.reading(user, market)));
    }
    switch (action) {
      case TakeNow take ->
          all.add(
              build.placeAndTakePerpOrder(
                  bot, params(take, market), RemainingAccounts.taking(user, market)));
      case Rest rest ->
          all.add(
              build.placePerpOrder(
                  bot, params(rest, market), RemainingAccounts.reading(user, market)));
      case Cancel cancel -> {}
    }
    return List.copyOf(all);
  }

  @Override
  public Optional<String> objection(
      List<Instruction> instructions, BotAccount bot, VenueAction action) {
    return objections.to(instructions, bot, action);
  }

  @Override
  public byte[] remember(String market, VenueAccount before) {
    return DriftBefore.of(user(before), listed(market)).encoded();
  }

  @Override
  public Effect effect(String market, byte[] remembered, VenueAccount after)
      throws VenueUnreadableException {
    var was = DriftBefore.decoded(remembered);
    var is = DriftBefore.of(user(after), listed(market));
    var filled = is.base().subtract(was.base());
    var quote = is.quote().subtract(was.quote());
    var entry = is.entryQuote().subtract(was.entryQuote());
    var resting =
        is.openOrders().stream().filter(id -> !was.openOrders().contains(id)).sorted().toList();
    boolean grew = was.base().signum() == 0 || was.base().signum() == filled.signum();
    var average =
        filled.signum() == 0
            ? null
            : (grew ? entry : quote)
                .abs()
                .divide(filled.abs(), UserAccount.QUOTE_DECIMALS, RoundingMode.HALF_EVEN);
    return new Effect(filled, average, quote.subtract(entry), resting);
  }

  private static UserAccount user(VenueAccount account) {
    return ((Detail) account.detail()).user();
  }

  private static OrderParams params(TakeNow take, Listed market) {
    return OrderParams.plain(
        OrderParams.MARKET,
        direction(take.side()),
        units(take.sizeBase(), UserAccount.BASE_DECIMALS),
        units(take.boundPrice(), UserAccount.QUOTE_DECIMALS),
        market.index(),
        take.reduceOnly(),
        OrderParams.IMMEDIATE_OR_CANCEL,
        take.goodUntil().getEpochSecond());
  }

  private static OrderParams params(Rest rest, Listed market) {
    return OrderParams.plain(
        OrderParams.LIMIT,
        direction(rest.side()),
        units(rest.sizeBase(), UserAccount.BASE_DECIMALS),
        units(rest.price(), UserAccount.QUOTE_DECIMALS),
        market.index(),
        rest.reduceOnly(),
        0,
        rest.goodUntil().getEpochSecond());
  }

  private static Listed listed(String symbol) {
    return DriftMarkets.perp(symbol)
        .orElseThrow(() -> new IllegalArgumentException("unknown market " + symbol));
  }

  private static int direction(Side side) {
    return side == Side.BUY ? OrderParams.LONG : OrderParams.SHORT;
  }

  private static long units(BigDecimal value, int decimals) {
    return value.movePointRight(decimals).longValueExact();
  }
}
