package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** One endpoint over HTTP. */
final class JsonRpcNode implements ChainNode {
  /** One of the machines behind an address may lack what the others have, or for a while. */
  private static final Duration HISTORY_ASKED_EVERY = Duration.ofSeconds(5);

  private final Endpoint endpoint;
  private final Questions questions;
  private final Runnable begin;
  private final InstantSource clock;
  private volatile Instant withoutHistoryUntil = Instant.MIN;

  /**
   * Takes what comes before the first question about slots.
   *
   * @param clock one that does not jump
   */
  JsonRpcNode(Endpoint endpoint, Questions questions, Runnable begin, InstantSource clock) {
    this.endpoint = endpoint;
    this.begin = begin;
    this.questions = questions;
    this.clock = clock;
  }

  @Override
  public String name() {
    return endpoint.name();
  }

  @Override
  public Instant restsUntil() {
    return endpoint.restsUntil();
  }

  @Override
  public Epoch finalized() {
    begin.run();
    return JsonRpcClient.ask(endpoint, questions.finalizedEpoch());
  }

  /**
   * One that keeps no history may still know of what landed just now. It is asked for its history
   * again after a while: one without proves no absence, and a fate would wait for it for ever.
   */
  @Override
  public Statuses statuses(List<String> signatures) {
    begin.run();
    if (!clock.instant().isBefore(withoutHistoryUntil)) {
      try {
        return JsonRpcClient.ask(endpoint, questions.statuses(signatures, true));
      } catch (ChainRefusedException e) {
        if (e.code() != ChainRefusedException.NO_HISTORY) {
          throw e;
        }
        withoutHistoryUntil = clock.instant().plus(HISTORY_ASKED_EVERY);
      }
    }
    return JsonRpcClient.ask(endpoint, questions.statuses(signatures, false));
  }

  @Override
  public List<LandedSignature> history(Address address, int most) {
    return JsonRpcClient.ask(endpoint, questions.history(address, most));
  }
}
