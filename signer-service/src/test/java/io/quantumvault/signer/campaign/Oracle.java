package io.quantumvault.signer.campaign;

import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.MalformedMessageException;
import io.quantumvault.solana.message.Transaction;
import io.quantumvault.solana.rpc.Chain.AccountData;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Judges a run while it goes and at its end. Rule: failures.md, the oracle. */
final class Oracle implements GatedDatabase.Judge, ChainTruth.Listener, ChainView.Sent {
  private static final int EXITS_A_MINUTE = 30;

  private static final Duration STILL_SENT = Duration.ofSeconds(1);
  private static final long SOL_PRICE = 150;

  private final OwnThread admin;
  private final List<CampaignWallet> wallets;
  private final Set<String> broken = new LinkedHashSet<>();
  private final List<Ban> bans = new ArrayList<>();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Published published = new Published(this::breaks);

  /** Signatures of rows that the superuser deleted, with their intents. */
  private final Map<String, UUID> lost = new ConcurrentHashMap<>();

  private final Set<UUID> gone = ConcurrentHashMap.newKeySet();
  private final Set<String> restored = ConcurrentHashMap.newKeySet();

  Oracle(OwnThread admin, List<CampaignWallet> wallets) {
    this.admin = admin;
    this.wallets = wallets;
  }

  void breaks(String what) {
    synchronized (broken) {
      broken.add(what);
    }
  }

  List<String> broken() {
    synchronized (broken) {
      return List.copyOf(broken);
    }
  }

  synchronized void holds(Ban ban) {
    bans.add(ban);
  }

  private synchronized List<Ban> bans() {
    return List.copyOf(bans);
  }

  Published published() {
    return published;
  }

  /** Rows are about to be deleted by the superuser. */
  void loses(String wallet, List<LedgerRow> rows) {
    restored.add(wallet);
    rows.forEach(row -> gone.add(row.intentId()));
    rows.stream()
        .filter(LedgerRow::isSigned)
        .forEach(row -> lost.put(row.signature(), row.intentId()));
  }

  /** Whether an intent had a row that the superuser deleted. */
  boolean isLost(UUID intent) {
    return gone.contains(intent);
  }

  /** Whether a wallet's ledger was set back. */
  boolean isRestored(String wallet) {
    return restored.contains(wallet);
  }

  @Override
  public long epoch(int partition) {
    return admin.ask(c -> {
      try (var s =
          c.prepareStatement("SELECT epoch FROM ledger.fencing WHERE topic_partition = ?")) {
        s.setInt(1, partition);
        try (var row = s.executeQuery()) {
          return row.next() ? row.getLong(1) : 0;
        }
      }
    });
  }

  @Override
  public void wroteWhileShutOut(Gate gate, Edge edge, int partition, long epoch) {
    breaks(
        gate.name
            + " wrote ("
            + edge
            + ") in partition "
            + partition
            + " under the old epoch "
            + epoch);
  }

  @Override
  public void landed(String signature, Address tradingAccount, AccountData after) {
    for (var wallet : wallets) {
      for (var bot : wallet.bots) {
        if (bot.tradingAccount.equals(tradingAccount)) {
          // 1e9 units of SOL at 150 US dollars.
          long usd = Math.abs(ChainTruth.position(after)) / 1_000_000 * SOL_PRICE / 1000;
          if (usd > bot.terms.maxPositionUsd()) {
            breaks(
                "a position of "
                    + usd
                    + " USD where "
                    + bot.terms.maxPositionUsd()
                    + " are allowed");
          }
        }
      }
    }
  }

  @Override
  public void sent(Gate by, byte[] wire) {
    byte[] bytes = signature(wire);
    var signature = Base58.encode(bytes);
    if (!sent.add(signature)) {
      return;
    }
    var row = admin.ask(c -> LedgerRow.signedBy(c, bytes)).orElse(null);
    if (row == null) {
      if (!lost.containsKey(signature)) {
        breaks("something was sent that has no row");
      }
      return;
    }
    if (published.marked(row.wallet()) < row.sequence()) {
      breaks("intent " + row.intentId() + " was sent before its mark was acknowledged");
    }
    for (var ban : bans()) {
      if (ban.reaches(row)
          && ban.signedUntilLifted == null
          && ban.committedAt().isBefore(by.lastRead().minus(STILL_SENT))) {
        breaks(
            "intent "
                + row.intentId()
                + " was first sent at "
                + by.lastRead()
                + ", "
                + ban.name
                + " holds since "
                + ban.committedAt());
      }
    }
  }

  private static byte[] signature(byte[] wire) {
    try {
      return Transaction.parse(wire).signatures().getFirst();
    } catch (MalformedMessageException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything that must be true when all has come to rest. */
  void judge(ChainTruth chain, Map<UUID, String> delivered) {
    var landed = chain.landed();
    var intentOf = new HashMap<String, UUID>(lost);
    for (var wallet : wallets) {
      var rows = admin.ask(c -> LedgerRow.ofWallet(c, wallet.address()));
      for (var row : rows) {
        if (row.isSigned()) {
          intentOf.put(row.signature(), row.intentId());
        }
        rowAgrees(row, landed);
      }
      for (var ban : bans()) {
        rows.stream()
            .filter(ban::isBrokenBy)
            .forEach(row ->
                breaks(
                    "intent "
                        + row.intentId()
                        + " was signed at "
                        + row.createdAt()
                        + " though "
                        + ban.name
                        + " held"));
      }
      wallet.bots.forEach(bot -> rates(bot, rows));
      ends(wallet.address(), rows, delivered);
      published.judge(wallet.address(), rows, intentOf, !isRestored(wallet.address()));
    }
    once(landed, intentOf);
  }

  private void rowAgrees(LedgerRow row, Map<String, ChainTruth.Landing> landed) {
    if (row.reason().equals("INTERNAL")) {
      breaks("intent " + row.intentId() + " was refused for a fault of code");
    }
    var landing = landed.get(row.signature());
    boolean agrees =
        switch (row.state()) {
          case "CONFIRMED" -> landing != null && landing.ok();
          case "FAILED" -> landing != null && !landing.ok();
          case "EXPIRED" -> landing == null;
          default -> true;
        };
    if (!agrees) {
      breaks("intent " + row.intentId() + " is " + row.state() + ", the chain says " + landing);
    }
  }

  private void ends(String wallet, List<LedgerRow> rows, Map<UUID, String> delivered) {
    var ended = new HashSet<UUID>();
    for (var row : rows) {
      if (!row.isEnded()) {
        breaks("intent " + row.intentId() + " stays " + row.state());
      }
      ended.add(row.intentId());
    }
    delivered.forEach((intent, of) -> {
      if (of.equals(wallet) && !ended.contains(intent) && !isLost(intent)) {
        breaks("intent " + intent + " has no end");
      }
    });
  }

  /** By the wall clock that stamped them, which is what the policy's minutes and days are of. */
  private void rates(CampaignBot bot, List<LedgerRow> rows) {
    var exits = signedAt(bot, rows, true);
    for (var at : exits) {
      long minute =
          exits.stream().filter(o -> !o.isAfter(at) && o.isAfter(at.minusSeconds(60))).count();
      if (minute > EXITS_A_MINUTE) {
        breaks(minute + " exits in a minute where " + EXITS_A_MINUTE + " are allowed");
      }
    }
    var orders = signedAt(bot, rows, false);
    Map<LocalDate, Integer> days = new HashMap<>();
    for (int i = 0; i < orders.size(); i++) {
      var at = orders.get(i);
      days.merge(at.atOffset(ZoneOffset.UTC).toLocalDate(), 1, Integer::sum);
      long minute =
          orders.subList(0, i + 1).stream()
              .filter(other -> other.isAfter(at.minusSeconds(60)))
              .count();
      if (minute > bot.terms.ordersPerMinute()) {
        breaks(
            minute + " orders in a minute where " + bot.terms.ordersPerMinute() + " are allowed");
      }
    }
    days.values().stream()
        .filter(count -> count > bot.terms.ordersPerDay())
        .forEach(count ->
            breaks(count + " orders in a day where " + bot.terms.ordersPerDay() + " are allowed"));
  }

  private static List<Instant> signedAt(CampaignBot bot, List<LedgerRow> rows, boolean exits) {
    return rows.stream()
        .filter(row -> row.botId().equals(bot.botId) && row.isSigned() && row.counted())
        .filter(row -> row.reducing() == exits)
        .map(LedgerRow::createdAt)
        .sorted()
        .toList();
  }

  private void once(Map<String, ChainTruth.Landing> landed, Map<String, UUID> intentOf) {
    var of = new HashMap<UUID, Integer>();
    landed
        .keySet()
        .forEach(signature -> {
          var intent = intentOf.get(signature);
          if (intent == null) {
            breaks("a transaction landed that is no intent's");
          } else if (of.merge(intent, 1, Integer::sum) > 1) {
            breaks("two transactions of intent " + intent + " landed");
          }
        });
  }
}
