package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** Solana's JSON-RPC over several endpoints. */
public final class JsonRpcChain implements Chain, AutoCloseable {
  private static final Duration HEIGHT_HOLDS = Duration.ofSeconds(30);

  private final JsonRpcClient client;
  private final Questions questions;
  private final List<ChainNode> nodes;
  private final ChainClock slots;
  private final boolean guarded;

  /** Asks these endpoints, and tells of those that fail. Its reader judges the slots of answers. */
  public JsonRpcChain(RpcSettings settings, EndpointWatch watch) {
    this(settings, watch, new SteadyClock(), false, new ChainClock(new SteadyClock()));
  }

  /**
   * Asks these endpoints; an answer at a slot, or a blockhash valid up to a height, that cannot be
   * is no answer.
   *
   * @param clock one that does not jump
   * @param slots on the same clock
   */
  public static JsonRpcChain guarded(
      RpcSettings settings, EndpointWatch watch, InstantSource clock, ChainClock slots) {
    return new JsonRpcChain(settings, watch, clock, true, slots);
  }

  private JsonRpcChain(
      RpcSettings settings,
      EndpointWatch watch,
      InstantSource clock,
      boolean guarded,
      ChainClock slots) {
    this.client = new JsonRpcClient(settings, watch, clock);
    this.questions = new Questions(new Answers(guarded ? slots : null));
    this.guarded = guarded;
    this.slots = slots;
    this.nodes =
        client.endpoints().stream()
            .<ChainNode>map(endpoint -> new JsonRpcNode(endpoint, questions, this::begin, clock))
            .toList();
  }

  @Override
  public Blockhash latestBlockhash() {
    if (!guarded) {
      return client.call(questions.latestBlockhash(any -> true));
    }
    long height = height();
    try {
      return client.call(
          questions.latestBlockhash(lastValid -> slots.believesLastValid(lastValid, height)));
    } catch (ChainUnavailableException e) {
      // It may be the height that was wrong: the next question asks for both again.
      slots.forgetHeight();
      throw e;
    }
  }

  /** All are asked where nothing is known yet, so that one that lies is not the first word. */
  private long height() {
    var expected = slots.expectedHeight(HEIGHT_HOLDS);
    if (expected.isPresent()) {
      return expected.getAsLong();
    }
    var said =
        Broadcast.all(Broadcast.awake(client.endpoints()), questions.epoch()).stream()
            .sorted(Comparator.comparingLong(ChainNode.Epoch::slot))
            .toList();
    if (said.isEmpty()) {
      throw new ChainUnavailableException("getEpochInfo got no answer", null);
    }
    var middle = said.get((said.size() - 1) / 2);
    if (slots.expectedSlot().isEmpty()) {
      slots.begin(middle.slot());
      measureSlots();
    }
    slots.saw(middle.slot(), middle.blockHeight());
    return middle.blockHeight();
  }

  /** Nodes that keep no samples are measured by their slots. */
  private void measureSlots() {
    try {
      client.call(Questions.slotTime()).ifPresent(slots::measured);
    } catch (ChainException e) {
      return;
    }
  }

  /** The first word about slots is that of all, whatever is asked first. */
  private void begin() {
    if (!guarded || slots.expectedSlot().isPresent()) {
      return;
    }
    try {
      height();
    } catch (ChainUnavailableException e) {
      // Nobody told; then the first answer is the first word.
      return;
    }
  }

  @Override
  public Accounts accounts(List<Address> addresses, long minContextSlot) {
    begin();
    return client.call(
        questions.accounts(addresses, guarded ? slots.reachable(minContextSlot) : minContextSlot));
  }

  /**
   * Accounts as one endpoint of {@link #nodes()} has them, asked once, also while it rests.
   *
   * @param place in the configuration, from zero
   * @throws ChainException if it gave no answer to use
   */
  public Accounts accountsOf(int place, List<Address> addresses) {
    begin();
    return JsonRpcClient.ask(client.endpoints().get(place), questions.accounts(addresses, 0));
  }

  @Override
  public void send(byte[] transaction, boolean skipPreflight) {
    try {
      Broadcast.untilOneAccepts(
          Broadcast.awake(client.endpoints()), questions.send(transaction, skipPreflight));
    } catch (ChainRefusedException e) {
      // It is there already: that is what was wanted.
      if (!e.err().equals("\"AlreadyProcessed\"")) {
        throw e;
      }
    }
  }

  @Override
  public Simulated simulate(byte[] transaction) {
    return client.call(questions.simulate(transaction));
  }

  @Override
  public List<Long> prioritizationFees(List<Address> writable) {
    return client.call(Questions.fees(writable));
  }

  @Override
  public Duration slotTime() {
    return slots.slotTime();
  }

  @Override
  public List<ChainNode> nodes() {
    return nodes;
  }

  /** Endpoints that are of another chain than the others or than is configured, by name. */
  public List<String> foreign() {
    return client.endpoints().stream().filter(Endpoint::isForeign).map(Endpoint::name).toList();
  }

  @Override
  public void close() {
    client.close();
  }
}
