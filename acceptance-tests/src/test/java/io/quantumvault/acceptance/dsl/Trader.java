package io.quantumvault.acceptance.dsl;

import io.quantumvault.acceptance.load.Fleet;
import io.quantumvault.owner.AlertSender;
import io.quantumvault.owner.DriftSetup;
import io.quantumvault.owner.Owner;
import io.quantumvault.owner.PolicyDraft;
import io.quantumvault.owner.Poll;
import io.quantumvault.owner.SolanaRpc;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An owner with one funded, granted bot, and the alerts they send. */
public final class Trader {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Owner owner;
  private final Owner.Bot bot;
  private final String hook;
  private final AlertSender sender = new AlertSender();

  private Trader(Owner owner, Owner.Bot bot, String hook) {
    this.owner = owner;
    this.bot = bot;
    this.hook = hook;
  }

  /**
   * Enrols, makes wallet, bot, venue account, policy, webhook and grant; some limits may be set
   * otherwise.
   */
  public static Trader ready(Installation system, Map<String, Object> limits)
      throws IOException, InterruptedException {
    Owner owner = system.newOwner();
    SolanaRpc chain = system.chain();
    Fleet.fund(chain, owner.address(), 10);
    owner.enrol();
    owner.signIn();
    String agent = owner.createAgentWallet();
    Fleet.fund(chain, agent, 2);
    Owner.Bot bot = owner.createBot(agent, "acceptance", 0);
    chain.sendAndConfirm(
        DriftSetup.openWithDelegate(owner.wallet(), 0, true, agent, chain.latestBlockhash()));
    chain.call("paperDeposit", bot.tradingAccount(), "10000000000");
    long version = owner.setPolicy(bot.botId(), PolicyDraft.of(bot, limits));
    String hook = owner.createWebhook(bot.botId());
    var trader = new Trader(owner, bot, hook);
    try (var topics = new TopicReader(system.kafka("operator"), List.of("executions-v1"))) {
      owner.enableExecution(bot.botId(), version, Duration.ofHours(1));
      // Nothing is approved before the signer has read the account, and the deposit in it.
      Poll.until(PATIENCE, "a reading of the account", () -> topics.accountObserved(bot.botId()));
    }
    Poll.until(
        Duration.ofSeconds(30), "the route", () -> trader.sender.post(hook, "{}").status() != 404);
    return trader;
  }

  /** The owner. */
  public Owner owner() {
    return owner;
  }

  /** The bot. */
  public Owner.Bot bot() {
    return bot;
  }

  /** The webhook's URL, which holds its token. */
  public String hook() {
    return hook;
  }

  /** Posts any body. */
  public AlertSender.Answer post(String body) throws IOException, InterruptedException {
    return sender.post(hook, body);
  }

  /** Posts a market alert of now. */
  public AlertSender.Answer alert(String id, String market, String action, String size)
      throws IOException, InterruptedException {
    return post(body(id, market, action, size));
  }

  /** A market alert's body. */
  public static String body(String id, String market, String action, String size) {
    return "{\"id\":\"%s\",\"market\":\"%s\",\"action\":\"%s\",\"size\":\"%s\",\"type\":\"market\",\"time\":\"%s\"}"
        .formatted(id, market, action, size, Instant.now());
  }
}
