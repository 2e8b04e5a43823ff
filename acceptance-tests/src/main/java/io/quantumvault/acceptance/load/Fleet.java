package io.quantumvault.acceptance.load;

import io.quantumvault.owner.DriftSetup;
import io.quantumvault.owner.Owner;
import io.quantumvault.owner.OwnerApi;
import io.quantumvault.owner.PolicyDraft;
import io.quantumvault.owner.Poll;
import io.quantumvault.owner.SolanaRpc;
import io.quantumvault.owner.ThrowAwayWallet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Owners with wallets and granted bots, each bot ready to take alerts. */
public final class Fleet {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LAMPORTS_PER_SOL = 1_000_000_000L;

  private Fleet() {}

  /** A bot that may trade. */
  public record ReadyBot(String botId, String agentWallet, String hookUrl) {}

  /** Makes them all; takes a few round trips for each bot. */
  public static List<ReadyBot> prepare(Endpoints endpoints, LoadPlan plan)
      throws IOException, InterruptedException {
    var chain = new SolanaRpc(endpoints.chain());
    var ready = new ArrayList<ReadyBot>();
    for (int o = 0; o < plan.owners(); o++) {
      var owner =
          new Owner(
              ThrowAwayWallet.create(), new OwnerApi(endpoints.ownerApi(), endpoints.origin()));
      fund(chain, owner.address(), 100);
      owner.enrol();
      owner.signIn();
      for (int w = 0; w < plan.walletsPerOwner(); w++) {
        ready.addAll(bots(owner, chain, w * plan.botsPerWallet(), plan.botsPerWallet()));
      }
    }
    return ready;
  }

  /** Gives an address lamports from the faucet and waits until they are there. */
  public static void fund(SolanaRpc chain, String address, long sol)
      throws IOException, InterruptedException {
    chain.call("requestAirdrop", address, sol * LAMPORTS_PER_SOL);
    Poll.until(
        PATIENCE,
        "the faucet",
        () -> chain.call("getBalance", address).get("value").asLong() >= sol * LAMPORTS_PER_SOL);
  }

  private static List<ReadyBot> bots(Owner owner, SolanaRpc chain, int firstSubAccount, int count)
      throws IOException, InterruptedException {
    String agent = owner.createAgentWallet();
    fund(chain, agent, 10);
    var ready = new ArrayList<ReadyBot>();
    for (int i = 0; i < count; i++) {
      int subAccount = firstSubAccount + i;
      var bot = owner.createBot(agent, "load " + subAccount, subAccount);
      chain.sendAndConfirm(
          DriftSetup.openWithDelegate(
              owner.wallet(), subAccount, subAccount == 0, agent, chain.latestBlockhash()));
      chain.call("paperDeposit", bot.tradingAccount(), "10000000000");
      ready.add(grant(owner, bot));
    }
    return ready;
  }

  private static ReadyBot grant(Owner owner, Owner.Bot bot)
      throws IOException, InterruptedException {
    long version = owner.setPolicy(bot.botId(), PolicyDraft.of(bot, Map.of("maxOpenOrders", "8")));
    String hook = owner.createWebhook(bot.botId());
    owner.enableExecution(bot.botId(), version, Duration.ofHours(1));
    return new ReadyBot(bot.botId(), bot.agentWallet(), hook);
  }
}
