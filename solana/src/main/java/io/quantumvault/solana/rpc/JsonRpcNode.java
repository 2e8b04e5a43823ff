package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import java.time.Instant;
import java.util.List;

/** One endpoint over HTTP. */
final class JsonRpcNode implements ChainNode {
  private final Endpoint endpoint;
  private final Questions questions;
  private final Runnable begin;
  private volatile boolean keepsHistory = true;

  /** Takes what comes before the first question about slots. */
  JsonRpcNode(Endpoint endpoint, Questions questions, Runnable begin) {
    this.endpoint = endpoint;
    this.begin = begin;
    this.questions = questions;
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

  /** One that keeps no history may still know of what landed just now. */
  @Override
  public Statuses statuses(List<String> signatures) {
    begin.run();
    if (keepsHistory) {
      try {
        return JsonRpcClient.ask(endpoint, questions.statuses(signatures, true));
      } catch (ChainRefusedException e) {
        if (e.code() != ChainRefusedException.NO_HISTORY) {
          throw e;
        }
        keepsHistory = false;
      }
    }
    return JsonRpcClient.ask(endpoint, questions.statuses(signatures, false));
  }

  @Override
  public List<LandedSignature> history(Address address, int most) {
    return JsonRpcClient.ask(endpoint, questions.history(address, most));
  }
}
