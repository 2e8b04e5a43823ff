package io.quantumvault.signer.account;

import io.quantumvault.signer.marks.DayOpening;
import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.signer.venue.ChainView;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.signer.venue.VenueUnreadableException;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.Chain.AccountData;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.UUID;

/** Reads a bot's account, its market and oracles, and the fee balance in one call at one slot. */
public final class AccountReader {
  private final Chain chain;
  private final DayOpenings openings;
  private final InstantSource clock;

  /** Takes the chain, the openings and the clock that readings are stamped with. */
  public AccountReader(Chain chain, DayOpenings openings, InstantSource clock) {
    this.chain = chain;
    this.openings = openings;
    this.clock = clock;
  }

  /**
   * A reading at or after a slot.
   *
   * @throws VenueUnreadableException if the account is not what the venue's adapter knows
   */
  public Reading read(
      UUID botId, String agentWallet, BotAccount bot, Venue venue, long minContextSlot)
      throws VenueUnreadableException {
    var addresses = new ArrayList<Address>(venue.sharedAccounts());
    addresses.add(bot.agent());
    addresses.add(bot.tradingAccount());
    var view = ChainView.of(addresses, chain.accounts(addresses, minContextSlot));
    return reading(botId, agentWallet, bot, venue, view);
  }

  /** A reading from accounts that were read already. */
  Reading reading(UUID botId, String agentWallet, BotAccount bot, Venue venue, ChainView view)
      throws VenueUnreadableException {
    var now = clock.instant();
    var account = venue.read(bot, view);
    long fee = view.account(bot.agent()).map(AccountData::lamports).orElse(0L);
    var day = now.atOffset(ZoneOffset.UTC).toLocalDate();
    var opening = openings.opening(agentWallet, botId, DayOpening.of(day, account));
    return new Reading(account, fee, opening, now);
  }
}
