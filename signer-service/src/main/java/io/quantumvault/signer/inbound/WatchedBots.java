package io.quantumvault.signer.inbound;

import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.signer.account.AccountWatch;
import io.quantumvault.signer.account.WatchedBot;
import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.solana.address.Address;
import java.util.ArrayList;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the watch which accounts a snapshot wants observed. */
final class WatchedBots {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedBots.class);

  private final AccountWatch watch;

  WatchedBots(AccountWatch watch) {
    this.watch = watch;
  }

  void take(AgentWalletState state) {
    var watched = new ArrayList<WatchedBot>();
    if (!state.getDeleted()) {
      state.getBotsList().forEach(bot -> add(state, bot, watched));
    }
    watch.bots(state.getAgentWallet(), state.getStateVersion(), watched);
  }

  private static void add(AgentWalletState state, BotState bot, ArrayList<WatchedBot> to) {
    try {
      to.add(
          new WatchedBot(
              UUID.fromString(bot.getBotId()),
              state.getAgentWallet(),
              state.getOwner(),
              bot.getVenue(),
              new BotAccount(
                  Address.of(state.getAgentWallet()),
                  Address.of(bot.getTradingAuthority()),
                  Address.of(bot.getTradingAccount())),
              bot.hasGrant() ? UUID.fromString(bot.getGrant().getGrantId()) : null));
    } catch (IllegalArgumentException e) {
      LOG.atWarn().addKeyValue("botId", bot.getBotId()).log("A bot's account cannot be watched");
    }
  }
}
