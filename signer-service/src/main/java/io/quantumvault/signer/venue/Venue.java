package io.quantumvault.signer.venue;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.Instruction;
import java.util.List;
import java.util.Optional;

/**
 * A trading venue. Implementations are pure: they turn account bytes into values and orders into
 * instructions, and fail closed on any layout they were not made for.
 */
public interface Venue {
  /** Accounts all bots of the venue need: markets and oracles. */
  List<Address> sharedAccounts();

  /**
   * The bot's account.
   *
   * @param view must hold the shared accounts and the trading account, read at one slot
   * @throws VenueUnreadableException if it is missing, is not this bot's, or is laid out in an
   *     unknown way
   */
  VenueAccount read(BotAccount bot, ChainView view) throws VenueUnreadableException;

  /** The instructions that do it. */
  List<Instruction> instructions(BotAccount bot, VenueAction action, VenueAccount account);

  /**
   * What of an account the adapter must have to tell afterwards what a trade in the market did, in
   * its own encoding.
   */
  byte[] remember(String market, VenueAccount before);

  /**
   * What changed in the market.
   *
   * @param remembered what {@link #remember} gave when the trade was planned
   * @throws VenueUnreadableException if it is not of this adapter's encoding
   */
  Effect effect(String market, byte[] remembered, VenueAccount after)
      throws VenueUnreadableException;

  /** The program whose instructions are allowed at all. */
  Address program();

  /**
   * Why these instructions of the venue's program, read back from final bytes in their order, may
   * not be signed for this bot and action; empty if they are all that the action has, and no more.
   * Anything not fully understood is an objection.
   */
  Optional<String> objection(List<Instruction> instructions, BotAccount bot, VenueAction action);
}
