package io.quantumvault.solana.rpc;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Whom to ask, and how long and how much to wait for.
 *
 * @param endpoints JSON-RPC over HTTP; with none every question is unavailable
 * @param first where a question begins
 * @param leastAttempts how often a question is asked at least before it counts as unavailable; each
 *     endpoint is asked at least once
 * @param patience for one whole answer, its body included
 * @param maxAnswerBytes of a body; a longer one is no answer
 */
public record RpcSettings(
    List<URI> endpoints, First first, int leastAttempts, Duration patience, int maxAnswerBytes) {

  /** The endpoint that a question begins with; the others follow in their order. */
  public enum First {
    /** Always the first of the list. */
    OF_THE_LIST,
    /** The one that answered last. */
    THAT_ANSWERED
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException for an endpoint that is no http address; the message names its
   *     place and not the address, which may hold an access key
   */
  public RpcSettings {
    endpoints = List.copyOf(endpoints);
    for (int i = 0; i < endpoints.size(); i++) {
      if (!isHttp(endpoints.get(i))) {
        throw new IllegalArgumentException("RPC endpoint " + (i + 1) + " is no http address");
      }
    }
  }

  /**
   * For questions that a trade waits for: in turn, each asked at least three times, at most 8 MiB.
   */
  public static RpcSettings of(List<URI> endpoints, Duration patience) {
    return new RpcSettings(endpoints, First.THAT_ANSWERED, 3, patience, 8 * 1024 * 1024);
  }

  static boolean isHttp(URI uri) {
    return uri.getHost() != null
        && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
  }
}
