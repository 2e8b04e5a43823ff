package io.quantumvault.standalone.demo;

import io.quantumvault.owner.AlertSender;
import io.quantumvault.owner.DriftSetup;
import io.quantumvault.owner.Owner;
import io.quantumvault.owner.OwnerApi;
import io.quantumvault.owner.PolicyDraft;
import io.quantumvault.owner.Poll;
import io.quantumvault.owner.SolanaRpc;
import io.quantumvault.owner.ThrowAwayWallet;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The script of {@code qv demo}. Every end is compared with what it must be. */
public final class Demo {
  private static final Duration LONGEST_ALERT = Duration.ofSeconds(60);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final long LAMPORTS_PER_SOL = 1_000_000_000L;

  private final DemoTargets targets;
  private final PrintStream out;
  private final AlertSender sender = new AlertSender();
  private final SolanaRpc chain;
  private final List<End> ends = new ArrayList<>();

  private Demo(DemoTargets targets, PrintStream out) {
    this.targets = targets;
    this.out = out;
    this.chain = new SolanaRpc(targets.chain());
  }

  /**
   * Runs the script once.
   *
   * @return whether every alert met its expected end and the audit trail verifies
   */
  public static boolean run(DemoTargets targets, PrintStream out)
      throws IOException, InterruptedException {
    return new Demo(targets, out).run();
  }

  private boolean run() throws IOException, InterruptedException {
    try (var trail = new Trail(targets.operator())) {
      var owner =
          new Owner(ThrowAwayWallet.create(), new OwnerApi(targets.ownerApi(), targets.origin()));
      section("An owner enrols with a throw-away wallet");
      step(
          "owner wallet " + owner.address() + ", 10 SOL from the faucet",
          () -> fund(owner.address(), 10));
      step(
          "enrolled: master key sealed under the wallet's signature and a recovery code",
          owner::enrol);
      step("signed in", owner::signIn);
      Owner.Bot bot = bot(owner);
      String hook = grant(owner, bot, trail);
      trades(bot, hook, trail);
      refusals(hook, trail);
      step("the owner signs a revoke", () -> owner.revokeExecution(bot.botId()));
      alert(
          Alert.isRefused(
              // Whoever sees the revoke first refuses: the database is read by the signer before
              // the stream has caught up.
              "buy SOL after the revoke",
              body("revoked", "SOL-PERP", "buy", "0.5"),
              "NOT_ENABLED",
              "GRANT_MISSING"),
          hook,
          trail);
    }
    new ResultTable(ends).print(out);
    return audit() && ends.stream().allMatch(End::asExpected);
  }

  private Owner.Bot bot(Owner owner) throws IOException, InterruptedException {
    section("An agent wallet and a bot");
    String agent = timed("agent wallet created, its seed sealed", owner::createAgentWallet);
    step("agent wallet " + agent + ", 2 SOL for fees", () -> fund(agent, 2));
    Owner.Bot bot = timed("bot created", () -> owner.createBot(agent, "demo", 0));
    out.printf(
        "               its alerts decided again: ./qv policy replay --bot %s%n", bot.botId());
    step(
        "the owner's own wallet opens trading account "
            + bot.tradingAccount()
            + ", delegates it to the agent",
        () ->
            chain.sendAndConfirm(
                DriftSetup.openWithDelegate(
                    owner.wallet(), 0, true, agent, chain.latestBlockhash())));
    step(
        "10000 USDC of collateral from the faucet",
        () -> chain.call("paperDeposit", bot.tradingAccount(), "10000000000"));
    return bot;
  }

  private String grant(Owner owner, Owner.Bot bot, Trail trail)
      throws IOException, InterruptedException {
    section("A policy, a webhook, a grant");
    long version =
        timed("policy written", () -> owner.setPolicy(bot.botId(), PolicyDraft.of(bot, Map.of())));
    String hook =
        timed("webhook made, its token shown once", () -> owner.createWebhook(bot.botId()));
    step(
        "the owner signs every limit; the execution key goes to the signer for one hour",
        () -> owner.enableExecution(bot.botId(), version, Duration.ofHours(1)));
    step(
        "the signer has read the account",
        () ->
            Poll.until(
                LONGEST_WAIT,
                "the signer's first reading",
                () -> trail.accountObserved(bot.botId())));
    return hook;
  }

  private void trades(Owner.Bot bot, String hook, Trail trail)
      throws IOException, InterruptedException {
    section("Alerts that trade, and one that comes twice, on account " + bot.tradingAccount());
    alert(Alert.trades("buy 2 SOL", body("buy-sol", "SOL-PERP", "buy", "2")), hook, trail);
    alert(Alert.trades("buy 0.004 BTC", body("buy-btc", "BTC-PERP", "buy", "0.004")), hook, trail);
    String sale = body("sell-sol", "SOL-PERP", "sell", "1");
    alert(Alert.trades("sell 1 SOL", sale), hook, trail);
    alert(
        Alert.isRefused("sell 1 SOL, the same message again", sale, "DUPLICATE_CONTENT"),
        hook,
        trail);
    alert(Alert.trades("close SOL", body("close-sol", "SOL-PERP", "close", null)), hook, trail);
    alert(Alert.trades("close BTC", body("close-btc", "BTC-PERP", "close", null)), hook, trail);
  }

  private void refusals(String hook, Trail trail) throws IOException, InterruptedException {
    section("Alerts that must not trade");
    alert(
        Alert.isRefused(
            "buy SOL, two minutes old",
            Alert.body("stale", "SOL-PERP", "buy", "1", Instant.now().minusSeconds(120)),
            "STALE"),
        hook,
        trail);
    alert(
        Alert.isRefused("buy ETH", body("eth", "ETH-PERP", "buy", "0.1"), "MARKET_NOT_ALLOWED"),
        hook,
        trail);
    alert(
        Alert.isRefused(
            "buy 1000 SOL", body("large", "SOL-PERP", "buy", "1000"), "ORDER_TOO_LARGE"),
        hook,
        trail);
  }

  private void alert(Alert alert, String hook, Trail trail)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    long sentAt = System.currentTimeMillis();
    var answer = sender.post(hook, alert.body());
    // The route travels from the database to ingest by itself; until it is there, nothing is taken
    // or recorded.
    while (answer.status() == 404 && System.nanoTime() - began < LONGEST_WAIT.toNanos()) {
      answer = sender.post(hook, alert.body());
      sentAt = System.currentTimeMillis();
    }
    out.printf("%n  %s%n", alert.title());
    out.printf(
        "    %6d ms  HTTP %d %s%n",
        System.currentTimeMillis() - sentAt, answer.status(), answer.body());
    Step last = null;
    // A refusal at the door has an id too, and its record says why.
    if (!answer.signalId().isEmpty()) {
      do {
        last = trail.next(answer.signalId(), LONGEST_ALERT);
        if (last != null) {
          out.printf("    %6d ms  %s%n", last.atMs() - sentAt, StepLine.of(last));
        }
      } while (last != null && !last.isLast());
    }
    var end = new End(alert, last, System.currentTimeMillis() - sentAt);
    if (!end.asExpected()) {
      out.println(
          "    NOT AS EXPECTED: "
              + (alert.refusals().isEmpty() ? "a trade" : alert.refusals())
              + " was");
    }
    ends.add(end);
  }

  private boolean audit() {
    section("The audit trail");
    return targets.audit().run(out, out) == 0;
  }

  private static String body(
      String id, String market, String action, @org.jspecify.annotations.Nullable String size) {
    return Alert.body(id, market, action, size, Instant.now());
  }

  private void fund(String address, long sol) throws IOException, InterruptedException {
    chain.call("requestAirdrop", address, sol * LAMPORTS_PER_SOL);
    Poll.until(
        LONGEST_WAIT,
        "the faucet",
        () -> chain.call("getBalance", address).get("value").asLong() >= sol * LAMPORTS_PER_SOL);
  }

  private void section(String title) {
    out.printf("%n%s%n", title);
  }

  @FunctionalInterface
  private interface Action {
    void run() throws IOException, InterruptedException;
  }

  @FunctionalInterface
  private interface Making<T> {
    T run() throws IOException, InterruptedException;
  }

  private void step(String text, Action action) throws IOException, InterruptedException {
    this.<Map<String, String>>timed(
        text,
        () -> {
          action.run();
          return Map.of();
        });
  }

  private <T> T timed(String text, Making<T> making) throws IOException, InterruptedException {
    long began = System.nanoTime();
    T made = making.run();
    out.printf("    %6d ms  %s%n", (System.nanoTime() - began) / 1_000_000, text);
    return made;
  }
}
