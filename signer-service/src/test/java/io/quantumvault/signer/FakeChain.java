package io.quantumvault.signer;

import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.MalformedMessageException;
import io.quantumvault.solana.message.Transaction;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.ChainNode;
import io.quantumvault.solana.rpc.ChainNode.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A chain in memory: takes a transaction whose signature verifies, fills place-and-take orders at
 * the oracle price, lands each signature once. Every question moves it on by one slot; its height
 * moves only when a test says so, so that nothing expires because a machine is slow.
 */
public final class FakeChain implements Chain {
  private static final String TAKE = "d53301bb6cdce6e0";

  /** Landed long ago, as every wallet has one. */
  private static final String FUNDING = Base58.encode(new byte[64]);

  private final Map<Address, AccountData> accounts = new HashMap<>();
  private final Map<String, Status> statuses = new HashMap<>();
  private final List<byte[]> sent = new ArrayList<>();
  private InstantSource clock;
  private long slot = 1000;
  private long height = 900;
  private boolean landing = true;
  private boolean failing;
  private int simulations;
  private Runnable whenAccountsAreRead = () -> {};
  private LongConsumer whenAccountsAreReadAt = slot -> {};
  private Runnable whenSent = () -> {};

  public FakeChain() {
    this(InstantSource.system());
  }

  /** Oracles publish by this clock. */
  public FakeChain(InstantSource clock) {
    this.clock = clock;
    accounts.putAll(DriftAccountBytes.markets(slot));
  }

  public synchronized void put(Address address, AccountData account) {
    accounts.put(address, account);
  }

  public synchronized Optional<AccountData> account(Address address) {
    return Optional.ofNullable(accounts.get(address));
  }

  /** Oracles publish by this clock from now on. */
  public synchronized void by(InstantSource another) {
    clock = another;
  }

  /** What lands from now on fails. */
  public synchronized void failing(boolean fails) {
    failing = fails;
  }

  /** How often a transaction was simulated. */
  public synchronized int simulations() {
    return simulations;
  }

  public synchronized void landing(boolean lands) {
    landing = lands;
  }

  public synchronized void skipBlocks(long blocks) {
    slot += blocks;
    height += blocks;
  }

  public synchronized void whenAccountsAreRead(Runnable hook) {
    whenAccountsAreRead = hook;
  }

  /** Told the slot that an answer must have reached. */
  public synchronized void whenAccountsAreReadAt(LongConsumer hook) {
    whenAccountsAreReadAt = hook;
  }

  public synchronized void whenSent(Runnable hook) {
    whenSent = hook;
  }

  /** Every transaction that was ever handed over, repeats too. */
  public synchronized List<byte[]> sent() {
    return List.copyOf(sent);
  }

  /** How many different transactions landed. */
  public synchronized int landed() {
    return statuses.size();
  }

  @Override
  public synchronized Blockhash latestBlockhash() {
    slot++;
    byte[] hash = new byte[32];
    ByteBuffer.wrap(hash).putLong(slot).putLong(8, 77);
    return new Blockhash(Address.of(hash), height + 150);
  }

  @Override
  public Accounts accounts(List<Address> addresses, long minContextSlot) {
    Runnable hook;
    synchronized (this) {
      hook = whenAccountsAreRead;
    }
    hook.run();
    whenAccountsAreReadAt.accept(minContextSlot);
    synchronized (this) {
      slot++;
      for (int feed : new int[] {6, 1, 2, 7}) {
        var at = DriftAccountBytes.oracle(feed);
        long price = ByteBuffer.wrap(held(at).data()).order(ByteOrder.LITTLE_ENDIAN).getLong(8);
        accounts.put(at, DriftAccountBytes.oracleAccount(price, slot, clock.instant()));
      }
      return new Accounts(
          Math.max(slot, minContextSlot),
          addresses.stream().map(a -> Optional.ofNullable(accounts.get(a))).toList());
    }
  }

  @Override
  public synchronized Simulated simulate(byte[] transaction) {
    simulations++;
    return new Simulated(100_000, "");
  }

  @Override
  public List<Long> prioritizationFees(List<Address> writable) {
    return List.of(0L);
  }

  @Override
  public Duration slotTime() {
    return Duration.ofMillis(50);
  }

  @Override
  public List<ChainNode> nodes() {
    return List.of(new OneNode());
  }

  /** The whole chain as its one node tells of it. */
  private final class OneNode implements ChainNode {
    @Override
    public String name() {
      return "the one node";
    }

    @Override
    public Instant restsUntil() {
      return Instant.MIN;
    }

    @Override
    public Epoch finalized() {
      synchronized (FakeChain.this) {
        slot++;
        return new Epoch(slot, height);
      }
    }

    @Override
    public Statuses statuses(List<String> signatures) {
      synchronized (FakeChain.this) {
        slot++;
        return new Statuses(
            slot,
            true,
            signatures.stream()
                .map(s ->
                    s.equals(FUNDING)
                        ? new Status.Landed(1)
                        : statuses.getOrDefault(s, new Status.Absent()))
                .toList());
      }
    }

    @Override
    public List<LandedSignature> history(Address address, int most) {
      return List.of(new LandedSignature(FUNDING, 1, Optional.of(Instant.EPOCH)));
    }
  }

  @Override
  public synchronized void send(byte[] transaction, boolean skipPreflight) {
    whenSent.run();
    sent.add(transaction.clone());
    try {
      var parsed = Transaction.parse(transaction);
      var signature = parsed.signatures().getFirst();
      if (!Ed25519.verify(
          parsed.message().feePayer().bytes(), parsed.message().toBytes(), signature)) {
        throw new IllegalStateException("a bad signature");
      }
      if (landing && !statuses.containsKey(Base58.encode(signature))) {
        if (failing) {
          statuses.put(Base58.encode(signature), new Status.LandedWithError(++slot, "\"Units\""));
        } else {
          execute(parsed);
          statuses.put(Base58.encode(signature), new Status.Landed(++slot));
        }
      }
    } catch (MalformedMessageException e) {
      throw new IllegalStateException(e);
    }
  }

  private AccountData held(Address address) {
    return Objects.requireNonNull(accounts.get(address));
  }

  private void execute(Transaction transaction) throws MalformedMessageException {
    for (var instruction : transaction.message().resolved()) {
      byte[] data = instruction.data();
      if (!HexFormat.of().formatHex(data, 0, Math.min(8, data.length)).equals(TAKE)) {
        continue;
      }
      var in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
      long base = in.getLong(12) * (data[10] == 0 ? 1 : -1);
      int market = in.getShort(28);
      var user = instruction.accounts().get(1).address();
      long[] prices = {150_000_000L, 60_000_000_000L, 3_000_000_000L};
      accounts.put(user, DriftAccountBytes.traded(held(user), market, base, prices[market]));
    }
  }
}
