package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.transaction.SignedTransaction;
import io.quantumvault.paper.transaction.Transaction;
import io.quantumvault.paper.venue.DriftAddresses;
import io.quantumvault.paper.venue.Market;
import io.quantumvault.paper.venue.UserAccount;
import io.quantumvault.paper.venue.VenueSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The running node: a chain behind a lock, transactions waiting for the next block, and a log that
 * each input reaches before anyone can see its effect. When the log fails the node stops for good.
 */
public final class Node implements AutoCloseable {
  /** How many slots ahead are reserved; after a crash at most so many are run through unseen. */
  static final int RESERVED_SLOTS = 8;

  private static final long MAX_CLOCK_DRIFT_MILLIS = 2_000;
  private static final int MAX_PENDING = 50_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Transaction> pending = new LinkedHashMap<>();
  private final Chain chain;
  private final InputLog log;
  private final InstantSource clock;
  private final long slotMillis;
  private final VenueSettings venue;
  private long reservedThrough;
  private boolean failed;

  /** Takes over a chain that has been brought up to its last reserved slot. */
  public Node(
      Chain chain, InputLog log, InstantSource clock, long slotMillis, VenueSettings venue) {
    this.chain = chain;
    this.log = log;
    this.clock = clock;
    this.slotMillis = slotMillis;
    this.venue = venue;
    this.reservedThrough = chain.slot();
    newSession();
  }

  /** Reads something consistent; must not keep the chain. */
  public <T> T read(Function<Chain, T> question) {
    lock.lock();
    try {
      return question.apply(chain);
    } finally {
      lock.unlock();
    }
  }

  public boolean isHealthy() {
    lock.lock();
    try {
      return !failed;
    } finally {
      lock.unlock();
    }
  }

  /** Queues a transaction for the next block; one that is waiting already is not queued again. */
  public void submit(SignedTransaction signed) {
    Transaction transaction = signed.transaction();
    lock.lock();
    try {
      requireHealthy();
      if (pending.size() < MAX_PENDING) {
        pending.putIfAbsent(transaction.id(), transaction);
      }
    } finally {
      lock.unlock();
    }
  }

  public boolean isPending(String signature) {
    lock.lock();
    try {
      return pending.containsKey(signature);
    } finally {
      lock.unlock();
    }
  }

  /** Produces the next block out of what is waiting. */
  public void produceBlock() {
    lock.lock();
    try {
      requireHealthy();
      if (Math.abs(clock.millis() - chain.unixMillis()) > MAX_CLOCK_DRIFT_MILLIS) {
        newSession();
      }
      long slot = chain.slot() + 1;
      if (slot > reservedThrough) {
        reserve(slot + RESERVED_SLOTS - 1);
      }
      ArrayList<Transaction> transactions = new ArrayList<>(pending.values());
      if (!transactions.isEmpty()) {
        append(
            new ChainInput.Block(slot, transactions.stream().map(Transaction::wireBytes).toList()));
      }
      pending.clear();
      chain.produce(transactions);
    } catch (RuntimeException e) {
      failed = true;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  public void airdrop(Address to, long lamports, byte[] signature) {
    perform(() -> {
      requireFits(() -> Math.addExact(chain.account(to).lamports(), lamports));
      return new ChainInput.Airdrop(chain.slot(), to, lamports, signature);
    });
  }

  /**
   * Credits collateral at once.
   *
   * @throws IllegalArgumentException when the address is no trading account
   */
  public void deposit(Address user, long amount) {
    perform(() -> {
      Account account = chain.account(user);
      if (!account.owner().equals(DriftAddresses.PROGRAM) || !UserAccount.isUser(account.data())) {
        throw new IllegalArgumentException("no Drift user account at this address");
      }
      requireFits(() -> UserAccount.read(account.data()).deposit(amount, 0));
      return new ChainInput.Deposit(chain.slot(), user, amount);
    });
  }

  public void setPrice(Market market, long price) {
    perform(() -> new ChainInput.PriceSet(chain.slot(), market.name(), price));
  }

  /** What would overflow must be refused before it is in the log, or no restart would succeed. */
  private static void requireFits(Runnable sum) {
    try {
      sum.run();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("the sum is too large", e);
    }
  }

  private void perform(Supplier<ChainInput> input) {
    lock.lock();
    try {
      requireHealthy();
      ChainInput made = input.get();
      append(made);
      chain.apply(made);
    } finally {
      lock.unlock();
    }
  }

  private void newSession() {
    ChainInput.Session session =
        new ChainInput.Session(chain.slot(), clock.millis(), slotMillis, venue);
    append(session);
    chain.apply(session);
  }

  private void reserve(long throughSlot) {
    append(new ChainInput.Reserved(throughSlot));
    reservedThrough = throughSlot;
  }

  private void append(ChainInput input) {
    try {
      log.append(input);
    } catch (IOException e) {
      failed = true;
      throw new UncheckedIOException("the journal cannot be written; the node stops", e);
    }
  }

  private void requireHealthy() {
    if (failed) {
      throw new IllegalStateException("the node has stopped");
    }
  }

  /** Ends cleanly: the next start goes on with the very next slot. */
  @Override
  public void close() {
    lock.lock();
    try (log) {
      if (!failed) {
        failed = true;
        log.append(new ChainInput.Reserved(chain.slot()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }
}
