package io.quantumvault.signer.account;

import io.quantumvault.signer.venue.ChainView;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.signer.venue.VenueUnreadableException;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.ChainException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes the accounts of bots under a grant: when the grant starts, when something changed, and
 * every few minutes as a heartbeat. Accounts are read in batches.
 */
public final class AccountWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccountWatch.class);
  private static final int MOST_ADDRESSES = 100;

  private final Chain chain;
  private final AccountReader reader;
  private final Map<String, Venue> venues;
  private final Observations observations;
  private final InstantSource clock;
  private final Duration every;
  private final Duration heartbeat;
  private final Map<UUID, Watched> watched = new ConcurrentHashMap<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final SynchronousQueue<Boolean> wake = new SynchronousQueue<>();
  private @Nullable Thread thread;

  private static final class Watched {
    final WatchedBot bot;
    volatile @Nullable Seen last;

    Watched(WatchedBot bot) {
      this.bot = bot;
    }
  }

  /** What was told last; a change of anything but prices is worth telling. */
  private record Seen(
      Instant at,
      long slot,
      Map<String, BigDecimal> positions,
      List<?> orders,
      BigDecimal deposits,
      BigDecimal withdrawals,
      java.time.LocalDate day) {
    static Seen of(Reading reading) {
      var account = reading.account();
      return new Seen(
          reading.observedAt(),
          account.slot(),
          account.positions().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey, e -> e.getValue().base().stripTrailingZeros())),
          account.openOrders(),
          account.totalDepositsUsd(),
          account.totalWithdrawalsUsd(),
          reading.opening().day());
    }

    boolean sameAs(Seen other) {
      return positions.equals(other.positions)
          && orders.equals(other.orders)
          && deposits.compareTo(other.deposits) == 0
          && withdrawals.compareTo(other.withdrawals) == 0
          && day.equals(other.day);
    }
  }

  /** Takes how often accounts are read and how often an unchanged one is told of. */
  public AccountWatch(
      Chain chain,
      AccountReader reader,
      Map<String, Venue> venues,
      Observations observations,
      InstantSource clock,
      Duration every,
      Duration heartbeat) {
    this.chain = chain;
    this.reader = reader;
    this.venues = Map.copyOf(venues);
    this.observations = observations;
    this.clock = clock;
    this.every = every;
    this.heartbeat = heartbeat;
  }

  /** The bots of a wallet as a snapshot has them; one older than another before changes nothing. */
  public synchronized void bots(String agentWallet, long stateVersion, List<WatchedBot> bots) {
    if (versions.merge(agentWallet, stateVersion, Math::max) > stateVersion) {
      return;
    }
    boolean started = false;
    for (var bot : bots) {
      var known = watched.get(bot.botId());
      if (bot.grantId() != null && (known == null || !known.bot.equals(bot))) {
        watched.put(bot.botId(), new Watched(bot));
        started = true;
      }
    }
    var granted =
        bots.stream()
            .filter(bot -> bot.grantId() != null)
            .map(WatchedBot::botId)
            .collect(Collectors.toSet());
    watched
        .values()
        .removeIf(w -> w.bot.agentWallet().equals(agentWallet) && !granted.contains(w.bot.botId()));
    if (started) {
      wake.offer(Boolean.TRUE);
    }
  }

  /** Whether any bot of a wallet is observed. */
  public boolean watches(String agentWallet) {
    return watched.values().stream().anyMatch(w -> w.bot.agentWallet().equals(agentWallet));
  }

  /** Forgets wallets that another worker holds by now. */
  public synchronized void keepOnly(Predicate<String> held) {
    versions.keySet().removeIf(wallet -> !held.test(wallet));
    watched.values().removeIf(w -> !held.test(w.bot.agentWallet()));
  }

  /** Starts observing. */
  public void start() {
    thread = Thread.ofVirtual().name("account-watch").start(this::run);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          round();
        } catch (RuntimeException e) {
          LOG.atError().setCause(e).log("Accounts were not observed");
        }
        // A grant that starts is looked at now; one that starts during a round waits for the next.
        var unseen = watched.values().stream().anyMatch(w -> w.last == null);
        wake.poll(
            unseen ? Math.min(200, every.toMillis()) : every.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads all watched accounts once. */
  void round() {
    var byVenue = watched.values().stream().collect(Collectors.groupingBy(w -> w.bot.venue()));
    byVenue.forEach((name, bots) -> {
      var venue = venues.get(name);
      if (venue != null) {
        int perCall = Math.max(1, (MOST_ADDRESSES - venue.sharedAccounts().size()) / 2);
        for (int from = 0; from < bots.size(); from += perCall) {
          batch(venue, bots.subList(from, Math.min(from + perCall, bots.size())));
        }
      }
    });
  }

  private void batch(Venue venue, List<Watched> bots) {
    var addresses = new LinkedHashSet<Address>(venue.sharedAccounts());
    for (var w : bots) {
      addresses.add(w.bot.account().agent());
      addresses.add(w.bot.account().tradingAccount());
    }
    try {
      var list = new ArrayList<>(addresses);
      var view = ChainView.of(list, chain.accounts(list, 0));
      for (var w : bots) {
        look(w, venue, view);
      }
    } catch (ChainException e) {
      // Tried again in the next round.
      LOG.atWarn().addKeyValue("problem", e.getMessage()).log("Accounts were not observed");
    }
  }

  private void look(Watched w, Venue venue, ChainView view) {
    try {
      var bot = w.bot;
      var reading = reader.reading(bot.botId(), bot.agentWallet(), bot.account(), venue, view);
      var seen = Seen.of(reading);
      var last = w.last;
      boolean tell =
          last == null
              || (seen.slot() > last.slot()
                  && (!seen.sameAs(last) || !clock.instant().isBefore(last.at().plus(heartbeat))));
      if (tell) {
        observations.observed(bot, reading);
        w.last = Objects.requireNonNull(seen);
      }
    } catch (VenueUnreadableException e) {
      LOG.atWarn()
          .addKeyValue("botId", w.bot.botId())
          .addKeyValue("problem", e.getMessage())
          .log("A trading account cannot be read");
    } catch (RuntimeException e) {
      // Its partition went to another worker meanwhile, for example; the next round tries again.
      LOG.atWarn()
          .addKeyValue("botId", w.bot.botId())
          .addKeyValue("problem", e.getMessage())
          .log("A trading account was not observed");
    }
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
