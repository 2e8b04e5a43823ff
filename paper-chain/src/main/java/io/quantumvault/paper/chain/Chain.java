package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.BlockContext;
import io.quantumvault.paper.ledger.ExecutionResult;
import io.quantumvault.paper.program.LookupTables;
import io.quantumvault.paper.program.TransactionExecutor;
import io.quantumvault.paper.transaction.MalformedTransactionException;
import io.quantumvault.paper.transaction.Message;
import io.quantumvault.paper.transaction.Transaction;
import io.quantumvault.paper.transaction.TransactionParser;
import io.quantumvault.paper.venue.GenesisAccounts;
import io.quantumvault.paper.venue.Keeper;
import io.quantumvault.paper.venue.Market;
import io.quantumvault.paper.venue.PriceBoard;
import io.quantumvault.paper.venue.VenueDesk;
import java.util.List;
import java.util.Optional;

/**
 * The chain itself: a deterministic machine that {@link ChainInput}s drive. Not thread-safe; one
 * block per slot that is not skipped, slots without input are produced too. Signatures are checked
 * before a transaction comes here.
 */
public final class Chain {
  /** Slots and heights start apart, as on a chain that has skipped slots. */
  public static final long FIRST_SLOT = 1_000;

  static final long FIRST_HEIGHT = 900;

  private final AccountVersions versions = new AccountVersions();
  private final Accounts accounts = new Accounts(versions::changed);
  private final Blocks blocks = new Blocks();
  private final PerformanceSamples samples = new PerformanceSamples();
  private final History history = new History();
  private final Keeper keeper = new Keeper();
  private final Blockhashes blockhashes;
  private ChainInput.Session session;
  private TransactionExecutor executor;
  private long slot = FIRST_SLOT;
  private long height = FIRST_HEIGHT;
  private long skippedThrough;
  private BlockPrices prices = new BlockPrices();

  public Chain(ChainInput.Genesis genesis, ChainInput.Session first) {
    versions.begin(slot);
    blockhashes = new Blockhashes(genesis.nonce(), height);
    session = first;
    executor = Programs.executor(first.venue());
    BlockContext block = new BlockContext(slot, genesis.millis() / 1_000);
    GenesisAccounts.create(accounts, genesis.prices(), block);
    Programs.create(accounts);
    samples.restart(slot, genesis.millis(), 0);
    remember();
  }

  /** Applies an input; those that name a slot first run the empty blocks up to it. */
  public void apply(ChainInput input) {
    switch (input) {
      case ChainInput.Genesis ignored -> throw new IllegalStateException("genesis comes first");
      case ChainInput.Reserved ignored -> {}
      case ChainInput.Session next -> {
        advanceTo(next.slot());
        session = next;
        executor = Programs.executor(next.venue());
        samples.restart(slot, next.millis(), transactionCount());
      }
      case ChainInput.Block block -> {
        advanceTo(block.slot() - 1);
        produce(block.transactions().stream().map(Chain::parsed).toList());
      }
      case ChainInput.Airdrop airdrop -> {
        advanceTo(airdrop.slot());
        airdrop(airdrop);
      }
      case ChainInput.Deposit deposit -> {
        advanceTo(deposit.slot());
        PaperMoney.deposit(accounts, deposit, slot);
      }
      case ChainInput.PriceSet price -> {
        advanceTo(price.slot());
        Market market = Market.named(price.market()).orElseThrow();
        PriceBoard.set(accounts, market, price.price(), context());
      }
      case ChainInput.Skip skip -> {
        advanceTo(skip.slot());
        skippedThrough = skip.slot() + skip.count();
      }
      case ChainInput.LookupTable table -> {
        advanceTo(table.slot());
        LookupTables.create(accounts, table.table(), table.addresses(), slot);
      }
      case ChainInput.Venue venue -> {
        advanceTo(venue.slot());
        VenueDesk.apply(venue.change(), accounts, keeper, context());
      }
    }
  }

  private static Transaction parsed(byte[] wire) {
    try {
      return TransactionParser.parse(wire);
    } catch (MalformedTransactionException e) {
      throw new IllegalStateException("only parsed transactions enter a block", e);
    }
  }

  /** Produces the empty blocks up to this slot. */
  public void advanceTo(long target) {
    while (nextSlot() <= target) {
      produce(List.of());
    }
  }

  /** The slot of the next block. */
  public long nextSlot() {
    long next = slot + 1;
    while (isSkipped(next)) {
      next++;
    }
    return next;
  }

  /** Whether this slot, one after the newest block, passes without a block of its own. */
  public boolean isSkipped(long later) {
    return later <= skippedThrough || SkippedSlots.at(later, session.skippedPpm());
  }

  /** Produces the next block. */
  public void produce(List<Transaction> transactions) {
    slot = nextSlot();
    height++;
    versions.begin(slot);
    prices = new BlockPrices();
    PriceBoard.tick(accounts, session.venue(), context());
    for (Transaction transaction : transactions) {
      land(transaction);
    }
    keeper.tick(accounts, session.venue(), context());
    blockhashes.next(slot, height);
    samples.saw(slot, unixMillis(), transactionCount());
    remember();
  }

  private void remember() {
    blocks.add(
        new ProducedBlock(
            slot,
            height,
            blockhashes.latest(),
            unixMillis(),
            transactionCount(),
            prices.least(),
            prices.leastByAccount()));
  }

  private void land(Transaction transaction) {
    if (!blockhashes.isValidAt(transaction.message().recentBlockhash(), height)
        || history.outcome(transaction.id()).isPresent()) {
      return;
    }
    if (!(executor.execute(transaction.message(), accounts, context())
        instanceof ExecutionResult.Processed done)) {
      return;
    }
    Message message = done.message();
    List<Long> before = balances(message);
    done.changes().applyTo(accounts);
    done.changes().changes().forEach(keeper::saw);
    prices.paid(message, executor.fees(message).unitPrice());
    Landed landed =
        new Landed(
            transaction.id(),
            slot,
            unixSeconds(),
            done.error(),
            done.feeLamports(),
            done.unitsConsumed(),
            done.logs(),
            before,
            balances(message),
            transaction.wireBytes(),
            message.loadedWritable(),
            message.loadedReadonly());
    history.add(landed, message.accounts());
  }

  private List<Long> balances(Message message) {
    return message.accounts().stream().map(k -> accounts.get(k).lamports()).toList();
  }

  private void airdrop(ChainInput.Airdrop airdrop) {
    history.add(PaperMoney.airdrop(accounts, airdrop, slot, unixSeconds()), List.of(airdrop.to()));
  }

  private BlockContext context() {
    return new BlockContext(slot, unixSeconds());
  }

  public long slot() {
    return slot;
  }

  public long height() {
    return height;
  }

  public long unixMillis() {
    return session.millis() + (slot - session.slot()) * session.slotMillis();
  }

  public long unixSeconds() {
    return unixMillis() / 1_000;
  }

  public Address genesisHash() {
    return blockhashes.genesis();
  }

  public Address latestBlockhash() {
    return blockhashes.latest();
  }

  /** The chain at the end of the newest block that is not above this slot. */
  public ChainView at(long asked) {
    return new ChainView(this, blocks.atOrBelow(asked));
  }

  boolean isBlockhashValidAt(Address blockhash, long atHeight) {
    return blockhashes.isValidAt(blockhash, atHeight);
  }

  /** The last block height a blockhash is good for, or -1 when it is not known. */
  long lastHeight(Address blockhash) {
    return blockhashes.lastHeight(blockhash);
  }

  Account accountAt(long atSlot, Address address) {
    return versions.at(atSlot, address, accounts.get(address));
  }

  List<ProducedBlock> blocksThrough(long atSlot, int count) {
    return blocks.through(atSlot, count);
  }

  List<PerformanceSample> samplesThrough(long atSlot, int count) {
    return samples.through(atSlot, count);
  }

  TransactionExecutor executor() {
    return executor;
  }

  public Account account(Address address) {
    return accounts.get(address);
  }

  /** Slot and error of a signature that landed. */
  Optional<SignatureOutcome> outcome(String signature) {
    return history.outcome(signature);
  }

  Optional<Landed> landed(String signature) {
    return history.whole(signature);
  }

  public long transactionCount() {
    return history.count();
  }

  /** Newest first. */
  List<Landed> landedOf(Address address) {
    return history.of(address);
  }
}
