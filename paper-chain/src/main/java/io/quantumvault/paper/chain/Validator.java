package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.program.LookupTables;
import io.quantumvault.paper.transaction.SignedTransaction;
import io.quantumvault.paper.transaction.Transaction;
import io.quantumvault.paper.venue.DriftAddresses;
import io.quantumvault.paper.venue.Market;
import io.quantumvault.paper.venue.UserAccount;
import io.quantumvault.paper.venue.VenueChange;
import io.quantumvault.paper.venue.VenueSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the blocks: a chain behind a lock, transactions waiting for the next block, and a log
 * that each input reaches before anyone can see its effect. When the log fails it stops for good.
 */
public final class Validator implements AutoCloseable {
  /** How many slots ahead are reserved; after a crash at most so many are run through unseen. */
  static final int RESERVED_SLOTS = 16;

  private static final long MAX_CLOCK_DRIFT_MILLIS = 2_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Mempool mempool = new Mempool();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Chain chain;
  private final InputLog log;
  private final InstantSource clock;
  private final long slotMillis;
  private final VenueSettings venue;
  private final int skippedPpm;
  private long producedAtMillis;
  private long skippedTicks;
  private long reservedThrough;
  private boolean failed;

  /** Takes over a chain that has been brought up to its last reserved slot. */
  public Validator(
      Chain chain,
      InputLog log,
      InstantSource clock,
      long slotMillis,
      VenueSettings venue,
      int skippedPpm) {
    this.chain = chain;
    this.log = log;
    this.clock = clock;
    this.slotMillis = slotMillis;
    this.venue = venue;
    this.skippedPpm = skippedPpm;
    this.producedAtMillis = clock.millis();
    this.reservedThrough = chain.slot();
    newSession(clock.millis());
  }

  /** A question to the chain; must not keep it. */
  @FunctionalInterface
  public interface Question<T extends @Nullable Object, E extends Exception> {
    T ask(Chain chain) throws E;
  }

  /** Reads something consistent. */
  public <T extends @Nullable Object, E extends Exception> T read(Question<T, E> question)
      throws E {
    lock.lock();
    try {
      return question.ask(chain);
    } finally {
      lock.unlock();
    }
  }

  /** How old the newest block is; never negative, however the clock was set. */
  public long sinceNewestMillis() {
    return locked(() -> Math.max(0, clock.millis() - producedAtMillis));
  }

  public long slotMillis() {
    return slotMillis;
  }

  /** Is run after each block, outside the lock. */
  public void onBlock(Runnable listener) {
    listeners.add(listener);
  }

  public boolean isHealthy() {
    return locked(() -> !failed);
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a transaction for the next block, or for when its rule lets it land. */
  public void submit(SignedTransaction signed) {
    locked(() -> {
      requireHealthy();
      mempool.sent(signed.transaction(), chain.slot());
    });
  }

  /** Counts another sending of what is waiting already; false when nothing of that name is. */
  public boolean sentAgain(String signature) {
    return locked(() -> mempool.sentAgain(signature, chain.slot()));
  }

  /**
   * From now on new transactions land by this rule.
   *
   * @param transactions how many of them; -1 for all until the rules are cleared
   * @param payer whose transactions; null for everybody's
   */
  public void arm(LandingRule rule, int transactions, @Nullable Address payer) {
    locked(() -> mempool.arm(rule, transactions, payer));
  }

  /** New transactions land by themselves again; those that a rule holds are still held. */
  public void clearLandingRules() {
    locked(mempool::clearRules);
  }

  /** Lets one slot pass: with a block, or without one where the slot is skipped. */
  public void tick() {
    lock.lock();
    try {
      if (chain.isSkipped(chain.slot() + 1 + skippedTicks)) {
        skippedTicks++;
        return;
      }
    } finally {
      lock.unlock();
    }
    produceBlock();
  }

  /** Produces the next block out of what is waiting, after whatever slots are skipped. */
  public void produceBlock() {
    lock.lock();
    try {
      requireHealthy();
      skippedTicks = 0;
      long slot = chain.nextSlot();
      long newestMillis = clock.millis() - (slot - 1 - chain.slot()) * slotMillis;
      if (Math.abs(newestMillis - chain.unixMillis()) > MAX_CLOCK_DRIFT_MILLIS) {
        newSession(newestMillis);
      }
      if (slot > reservedThrough) {
        reservedThrough = slot + RESERVED_SLOTS - 1;
        append(new ChainInput.Reserved(reservedThrough));
      }
      List<Transaction> transactions = mempool.take(chain.height() + 1, chain::lastHeight);
      if (!transactions.isEmpty()) {
        append(
            new ChainInput.Block(slot, transactions.stream().map(Transaction::wireBytes).toList()));
      }
      chain.produce(transactions);
      producedAtMillis = clock.millis();
    } catch (RuntimeException e) {
      failed = true;
      throw e;
    } finally {
      lock.unlock();
    }
    listeners.forEach(Runnable::run);
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

  /**
   * Lets so many slots after the newest block pass without one.
   *
   * @throws IllegalArgumentException when it is no sensible number
   */
  public void skip(int slots) {
    perform(() -> new ChainInput.Skip(chain.slot(), slots));
  }

  /** Makes a lookup table; its address comes from the slot and its place, so no two are alike. */
  public Address createLookupTable(List<Address> addresses) {
    ChainInput.LookupTable[] made = new ChainInput.LookupTable[1];
    perform(() -> {
      Address table = LookupTables.free(chain::account, chain.slot());
      made[0] = new ChainInput.LookupTable(chain.slot(), table, addresses);
      return made[0];
    });
    return made[0].table();
  }

  public void change(VenueChange change) {
    perform(() -> new ChainInput.Venue(chain.slot(), change));
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
    locked(() -> {
      requireHealthy();
      ChainInput made = input.get();
      append(made);
      chain.apply(made);
    });
  }

  /** Sets the newest block's time, and with it those of all later ones. */
  private void newSession(long millis) {
    ChainInput.Session session =
        new ChainInput.Session(chain.slot(), millis, slotMillis, venue, skippedPpm);
    append(session);
    chain.apply(session);
  }

  private void append(ChainInput input) {
    try {
      log.append(input);
    } catch (IOException e) {
      failed = true;
      throw new UncheckedIOException("the journal cannot be written; the chain stops", e);
    }
  }

  private void requireHealthy() {
    if (failed) {
      throw new IllegalStateException("the chain has stopped");
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
