package io.quantumvault.control.bot;

import io.quantumvault.control.change.WalletChanges;
import io.quantumvault.control.exchange.SignedIn;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.vault.Client;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.control.wallet.WalletStore;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Bots of an owner, at most {@link #MOST_BOTS} per agent wallet, and the policies written for them.
 * A policy has no force until a grant names it.
 */
public final class Bots {
  public static final int MOST_BOTS = 20;

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,63}");

  private final BotStore bots;
  private final WalletStore wallets;
  private final TradingAccounts accounts;
  private final WalletChanges changes;
  private final VaultEvents events;
  private final String cluster;
  private final Clock clock;

  public Bots(
      BotStore bots,
      WalletStore wallets,
      TradingAccounts accounts,
      WalletChanges changes,
      VaultEvents events,
      String cluster,
      Clock clock) {
    this.bots = bots;
    this.wallets = wallets;
    this.accounts = accounts;
    this.changes = changes;
    this.events = events;
    this.cluster = cluster;
    this.clock = clock;
  }

  /** What a new bot is made of. */
  public record Wanted(String agentWallet, String name, String venue, int subAccount) {}

  public Outcome<Bot> create(SignedIn me, Wanted wanted, Client client) {
    List<String> problems = problems(wanted);
    if (!problems.isEmpty()) {
      return Outcome.refused(Refusal.MALFORMED_REQUEST, problems);
    }
    if (wallets.find(me.owner(), wanted.agentWallet()).isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "agentWallet");
    }
    var bot =
        new Bot(
            Ids.newId(clock.millis()),
            me.owner(),
            wanted.agentWallet(),
            wanted.name(),
            wanted.venue(),
            accounts.account(wanted.venue(), me.owner(), wanted.subAccount()),
            me.owner(),
            wanted.subAccount(),
            0,
            clock.instant());
    return changes.change(
        List.of(bot.agentWallet()),
        () -> {
          if (bots.countOf(bot.agentWallet()) >= MOST_BOTS) {
            return Outcome.refused(
                Refusal.LIMIT_REACHED, "an agent wallet has at most " + MOST_BOTS + " bots");
          }
          if (!bots.insert(bot)) {
            return Outcome.refused(
                Refusal.ALREADY_EXISTS, "another bot trades on sub-account " + bot.subAccount());
          }
          record(VaultFact.Kind.BOT_CREATED, bot, client);
          return Outcome.done(bot);
        });
  }

  public Outcome<Bot> rename(SignedIn me, UUID id, String name) {
    if (!NAME.matcher(name).matches()) {
      return Outcome.refused(Refusal.MALFORMED_REQUEST, nameProblem());
    }
    return find(me, id)
        .then(bot -> {
          bots.rename(id, name);
          return find(me, id);
        });
  }

  /**
   * Deletes a bot.
   *
   * @param ending ends within the same transaction what belongs to the bot
   */
  public Outcome<Bot> delete(SignedIn me, UUID id, Client client, Consumer<Bot> ending) {
    return find(me, id)
        .then(bot ->
            changes.change(
                List.of(bot.agentWallet()),
                () -> {
                  ending.accept(bot);
                  bots.delete(id, clock.instant());
                  record(VaultFact.Kind.BOT_DELETED, bot, client);
                  return Outcome.done(bot);
                }));
  }

  public Outcome<Bot> find(SignedIn me, UUID id) {
    return bots.find(me.owner(), id)
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND, "bot"));
  }

  public List<Bot> list(SignedIn me) {
    return bots.list(me.owner());
  }

  /** Takes a whole policy, or names everything that is wrong with it. */
  public Outcome<PolicyVersion> writePolicy(SignedIn me, UUID id, byte[] json, Client client) {
    return find(me, id).then(bot -> read(bot, json).then(policy -> keep(bot, policy, client)));
  }

  public Outcome<PolicyVersion> newestPolicy(SignedIn me, UUID id) {
    return find(me, id)
        .then(bot ->
            bots.newestPolicy(id)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND, "policy")));
  }

  private Outcome<PolicyDocument> read(Bot bot, byte[] json) {
    try {
      PolicyDocument policy = PolicyDocument.parse(json);
      List<String> problems = mismatches(bot, policy);
      return problems.isEmpty()
          ? Outcome.done(policy)
          : Outcome.refused(Refusal.POLICY_INVALID, problems);
    } catch (PolicyFormatException e) {
      return Outcome.refused(Refusal.POLICY_INVALID, e.problems());
    }
  }

  private List<String> mismatches(Bot bot, PolicyDocument policy) {
    var problems = new ArrayList<String>();
    must(problems, "botId", bot.id(), policy.botId());
    must(problems, "agentWallet", bot.agentWallet(), policy.agentWallet());
    must(problems, "cluster", cluster, policy.cluster());
    must(problems, "venue", bot.venue(), policy.venue());
    must(problems, "tradingAccount", bot.tradingAccount(), policy.tradingAccount());
    return problems;
  }

  private static void must(List<String> problems, String name, Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      problems.add(name + " must be " + expected);
    }
  }

  private Outcome<PolicyVersion> keep(Bot bot, PolicyDocument policy, Client client) {
    return changes.change(
        List.of(bot.agentWallet()),
        () -> {
          byte[] bytes = policy.bytes();
          var now = clock.instant();
          long version = bots.addPolicy(bot.id(), bytes, policy.sha256(), now);
          record(VaultFact.Kind.POLICY_EDITED, bot, client);
          return Outcome.done(new PolicyVersion(version, bytes, policy.sha256(), now));
        });
  }

  private void record(VaultFact.Kind kind, Bot bot, Client client) {
    events.record(
        VaultFact.done(kind, bot.owner(), bot.id(), client).on(bot.agentWallet(), bot.id()));
  }

  private List<String> problems(Wanted wanted) {
    var problems = new ArrayList<String>();
    if (!NAME.matcher(wanted.name()).matches()) {
      problems.add(nameProblem());
    }
    if (!accounts.knows(wanted.venue())) {
      problems.add("venue must be drift-v2");
    }
    if (wanted.subAccount() < 0 || wanted.subAccount() > 65535) {
      problems.add("subAccount must be from 0 to 65535");
    }
    return problems;
  }

  private static String nameProblem() {
    return "name must be 1 to 64 letters, digits, spaces, dots, dashes or underscores";
  }
}
