package io.quantumvault.paper;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.node.Finality;
import io.quantumvault.paper.node.NodeSettings;
import io.quantumvault.paper.venue.DriftAddresses;
import io.quantumvault.paper.venue.Market;
import io.quantumvault.paper.venue.UserAccount;
import io.quantumvault.paper.venue.VenueSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/** A node with blocks by hand, still prices and a standing clock, and somebody to trade there. */
public final class TestChain implements AutoCloseable {
  public static final long NOW = 1_800_000_000L;

  public static final NodeSettings AT_ONCE =
      NodeSettings.STANDARD.withFinality(new Finality.ByCertificate(0), NodeSettings.Alpenglow.ON);

  public final Wallet owner = Wallet.number(1);
  public final Wallet bot = Wallet.number(2);
  public final Wallet stranger = Wallet.number(3);
  public final Address user = DriftAddresses.user(owner.address(), 0);
  private final AtomicLong now = new AtomicLong(NOW * 1_000);
  public final PaperChain chain;
  public final Rpc rpc;

  public TestChain(PaperChainSettings settings) {
    chain = PaperChain.start(settings, () -> Instant.ofEpochMilli(now.get()));
    rpc = new Rpc(chain.port());
  }

  /** Every block is final at once, so that the newest is what is read. */
  public static PaperChainSettings settings() {
    return PaperChainSettings.defaults()
        .withNodes(List.of(AT_ONCE))
        .withBlocksByHand()
        .withVenue(VenueSettings.DEFAULT.withStillPrices());
  }

  public static TestChain start() {
    return new TestChain(settings());
  }

  /** Lets the clock go on without a block. */
  public void pass(int seconds) {
    passMillis(seconds * 1_000L);
  }

  public void passMillis(long millis) {
    now.addAndGet(millis);
  }

  /** Another node of the chain; whoever asks for it closes it. */
  public Rpc rpc(int node) {
    return new Rpc(chain.port(node));
  }

  /** Pays everybody in and opens a trading account with the bot as delegate. */
  public TestChain withTrader(long usdc) {
    for (Wallet wallet : List.of(owner, bot, stranger)) {
      rpc.result("requestAirdrop", wallet.address().toString(), 1_000_000_000L);
    }
    confirm(
        owner,
        Calls.initializeStats(owner.address()),
        Calls.initializeUser(owner.address(), 0, "paper".getBytes(StandardCharsets.UTF_8)),
        Calls.delegate(user, owner.address(), bot.address()));
    if (usdc > 0) {
      rpc.result("paperDeposit", user.toString(), Long.toString(usdc * 1_000_000));
    }
    return this;
  }

  public byte[] signed(Wallet signer, Call... calls) {
    return Compiled.sign(Compiled.message(false, signer, rpc.blockhash(), List.of(calls)), signer);
  }

  /** Sends, produces a block and returns the status. */
  public JsonNode land(Wallet signer, Call... calls) {
    String signature = rpc.sendBlind(signed(signer, calls));
    chain.produceBlock();
    return rpc.status(signature);
  }

  public JsonNode confirm(Wallet signer, Call... calls) {
    JsonNode status = land(signer, calls);
    if (!status.get("err").isNull()) {
      throw new AssertionError(status.toString());
    }
    return status;
  }

  /** The custom error of the only or last instruction that failed. */
  public int refused(Wallet signer, Call call) {
    JsonNode status = land(signer, call);
    JsonNode custom = status.at("/err/InstructionError/1/Custom");
    // 0 is an error as well, and must not be told of what went well.
    if (!custom.isIntegralNumber()) {
      throw new AssertionError(status.toString());
    }
    return custom.intValue();
  }

  public UserAccount account() {
    return UserAccount.read(rpc.data(user));
  }

  public void price(int market, String price) {
    rpc.result("paperSetPrice", Market.at(market).orElseThrow().name(), price);
  }

  public Call place(Wallet signer, Order order, int... markets) {
    return Calls.place(user, signer.address(), order, markets.length == 0 ? ZERO : markets);
  }

  public Call take(Wallet signer, Order order, int... markets) {
    return Calls.take(
        user, owner.address(), signer.address(), order, markets.length == 0 ? ZERO : markets);
  }

  private static final int[] ZERO = {0};

  @Override
  public void close() {
    rpc.close();
    chain.close();
  }
}
