package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import java.time.Instant;
import java.util.List;

/** One endpoint over HTTP. */
final class JsonRpcNode implements ChainNode {
  private final Endpoint endpoint;
  private final Questions questions;
  private volatile boolean keepsHistory = true;

  JsonRpcNode(Endpoint endpoint, Questions questions) {
    this.endpoint = endpoint;
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
    return JsonRpcClient.ask(endpoint, questions.finalizedEpoch());
  }

  /** One that keeps no history may still know of what landed just now. */
  @Override
  public Statuses statuses(List<String> signatures) {
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
