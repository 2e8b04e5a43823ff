package io.quantumvault.signer.campaign;

import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.signer.DriftAccountBytes;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.MalformedMessageException;
import io.quantumvault.solana.message.Transaction;
import io.quantumvault.solana.rpc.Chain.AccountData;
import io.quantumvault.solana.rpc.ChainNode.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What really happened on a run's chain, by today's rules: slots of 200 ms of which some have no
 * block, blockhashes that live 150 blocks, each signature once, and no landing without luck.
 */
final class ChainTruth {
  static final Duration SLOT = Duration.ofMillis(200);
  static final long BLOCKHASH_LIVES = 150;
  static final String FUNDING = Base58.encode(new byte[64]);

  private static final String TAKE = "d53301bb6cdce6e0";
  private static final long FIRST = 100_000;
  private static final long SKIPPED_EVERY = 17;
  private static final long SOL_PRICE = 150_000_000L;
  private static final long STEP = 10_000_000L;
  private static final int SOL_FEED = 6;

  private final DrivenTime time;
  private final Instant begin;
  private final Random luck;
  private final Listener listener;
  private final Map<Address, TreeMap<Long, AccountData>> accounts = new HashMap<>();
  private final Map<String, Landing> landed = new HashMap<>();
  private final List<Pending> pending = new ArrayList<>();
  private double landsOneIn = 1;
  private double failsOneIn = 12;

  /** A transaction in a block. */
  record Landing(String signature, long slot, boolean ok, Instant at) {}

  private record Pending(Transaction transaction, String signature, long slot) {}

  /** Who judges each landing as it happens. */
  interface Listener {
    void landed(String signature, Address tradingAccount, AccountData after);
  }

  ChainTruth(DrivenTime time, Random luck, Listener listener) {
    this.time = time;
    this.begin = time.steady();
    this.luck = luck;
    this.listener = listener;
    DriftAccountBytes.markets(FIRST).forEach(this::put);
  }

  /** What was there long before. */
  synchronized void put(Address address, AccountData account) {
    accounts.computeIfAbsent(address, a -> new TreeMap<>()).put(0L, account);
  }

  /** One sending in so many lands. */
  synchronized void landsOneIn(double sendings) {
    landsOneIn = sendings;
  }

  synchronized void failsOneIn(double landings) {
    failsOneIn = landings;
  }

  private long slot() {
    return FIRST + Duration.between(begin, time.steady()).dividedBy(SLOT);
  }

  /** Lets everything happen that is due, and says the slot. */
  synchronized long now() {
    long now = slot();
    pending.sort(java.util.Comparator.comparingLong(Pending::slot));
    while (!pending.isEmpty() && pending.getFirst().slot() <= now) {
      land(pending.removeFirst());
    }
    return now;
  }

  static long height(long slot) {
    return slot - slot / SKIPPED_EVERY;
  }

  Instant timeOf(long slot) {
    return begin.plus(SLOT.multipliedBy(slot - FIRST));
  }

  static Address blockhash(long slot) {
    byte[] hash = new byte[32];
    ByteBuffer.wrap(hash).putLong(slot).putLong(8, 77);
    return Address.of(hash);
  }

  private static long slotOf(Address blockhash) {
    return ByteBuffer.wrap(blockhash.bytes()).getLong();
  }

  /** An account as it was at a slot; oracles publish each slot. */
  synchronized java.util.Optional<AccountData> account(Address address, long at) {
    now();
    var versions = accounts.get(address);
    var found = versions == null ? null : versions.floorEntry(at);
    if (found == null) {
      return java.util.Optional.empty();
    }
    for (int feed : new int[] {SOL_FEED, 1, 2, 7}) {
      if (DriftAccountBytes.oracle(feed).equals(address)) {
        long price =
            ByteBuffer.wrap(found.getValue().data()).order(ByteOrder.LITTLE_ENDIAN).getLong(8);
        return java.util.Optional.of(DriftAccountBytes.oracleAccount(price, at, timeOf(at)));
      }
    }
    return java.util.Optional.of(found.getValue());
  }

  synchronized Status status(String signature, long at) {
    now();
    if (signature.equals(FUNDING)) {
      return new Status.Landed(1);
    }
    var landing = landed.get(signature);
    if (landing == null || landing.slot() > at) {
      return new Status.Absent();
    }
    if (landing.slot() == at) {
      return new Status.Processed(at);
    }
    return landing.ok()
        ? new Status.Landed(landing.slot())
        : new Status.LandedWithError(
            landing.slot(), "{\"InstructionError\":[2,{\"Custom\":6001}]}");
  }

  synchronized Map<String, Landing> landed() {
    now();
    return Map.copyOf(landed);
  }

  /** Takes a sending; whether it ever lands is luck. */
  synchronized void take(byte[] wire) {
    now();
    try {
      var transaction = Transaction.parse(wire);
      byte[] signature = transaction.signatures().getFirst();
      if (!Ed25519.verify(
          transaction.message().feePayer().bytes(), transaction.message().toBytes(), signature)) {
        throw new IllegalStateException("a bad signature was sent");
      }
      if (luck.nextDouble() * landsOneIn < 1) {
        pending.add(
            new Pending(transaction, Base58.encode(signature), slot() + 1 + luck.nextInt(4)));
      }
    } catch (MalformedMessageException e) {
      throw new IllegalStateException(e);
    }
  }

  private void land(Pending sent) {
    long lastValid = height(slotOf(sent.transaction().message().blockhash())) + BLOCKHASH_LIVES;
    if (landed.containsKey(sent.signature()) || height(sent.slot()) > lastValid) {
      return;
    }
    boolean ok = luck.nextDouble() * failsOneIn >= 1;
    landed.put(
        sent.signature(), new Landing(sent.signature(), sent.slot(), ok, timeOf(sent.slot())));
    try {
      if (ok) {
        execute(sent);
      }
    } catch (MalformedMessageException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(Pending sent) throws MalformedMessageException {
    for (var instruction : sent.transaction().message().resolved()) {
      byte[] data = instruction.data();
      if (!HexFormat.of().formatHex(data, 0, Math.min(8, data.length)).equals(TAKE)) {
        continue;
      }
      var user = instruction.accounts().get(1).address();
      var versions = java.util.Objects.requireNonNull(accounts.get(user));
      var before = versions.lastEntry().getValue();
      long base = filled(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN), position(before));
      if (base != 0) {
        versions.put(sent.slot(), DriftAccountBytes.traded(before, 0, base, SOL_PRICE));
      }
      listener.landed(sent.signature(), user, versions.lastEntry().getValue());
    }
  }

  /** All of it or, one time in four, half; an order that may only reduce does no more. */
  private long filled(ByteBuffer order, long position) {
    long size = order.getLong(12);
    long signed = order.get(10) == 0 ? size : -size;
    if (order.get(30) != 0) {
      boolean against = Long.signum(signed) == -Long.signum(position) && position != 0;
      signed = against ? Long.signum(signed) * Math.min(size, Math.abs(position)) : 0;
    }
    return luck.nextInt(4) == 0 ? signed / 2 / STEP * STEP : signed;
  }

  /** Base units of SOL, in 1e9. */
  static long position(AccountData account) {
    return ByteBuffer.wrap(account.data()).order(ByteOrder.LITTLE_ENDIAN).getLong(424 + 8);
  }
}
