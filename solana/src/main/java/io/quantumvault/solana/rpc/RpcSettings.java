package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whom to ask, and how long and how much to wait for.
 *
 * @param endpoints JSON-RPC over HTTP; with none every question is unavailable
 * @param first where a question begins
 * @param leastAttempts how often a question is asked at least before it counts as unavailable; each
 *     endpoint is asked at least once
 * @param patience for one whole answer, its body included
 * @param limits in bytes of a body; a longer one is no answer
 * @param commitment of what is read
 * @param origin how an endpoint's chain is told before it is believed
 */
public record RpcSettings(
    List<URI> endpoints,
    First first,
    int leastAttempts,
    Duration patience,
    AnswerLimits limits,
    Commitment commitment,
    Origin origin) {

  /** The endpoint that a question begins with; the others follow in their order. */
  public enum First {
    /** Always the first of the list. */
    OF_THE_LIST,
    /** The one that answered last. */
    THAT_ANSWERED
  }

  /** By what an endpoint's chain is told; another genesis hash is another chain. */
  public sealed interface Origin {
    /** Nobody asks. */
    record Unchecked() implements Origin {}

    /** All must begin as the first that answered does. */
    record Same() implements Origin {}

    /** All must begin with this block. */
    record Known(Address genesisHash) implements Origin {}

    /** The cluster's own genesis hash where it is a public one, else the same for all. */
    static Origin of(Optional<Cluster> cluster) {
      return cluster.<Origin>map(c -> new Known(c.genesisHash())).orElseGet(Same::new);
    }
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

  /** At {@code confirmed}, with nobody asked where the chain begins. */
  public RpcSettings(
      List<URI> endpoints, First first, int leastAttempts, Duration patience, AnswerLimits limits) {
    this(
        endpoints,
        first,
        leastAttempts,
        patience,
        limits,
        Commitment.CONFIRMED,
        new Origin.Unchecked());
  }

  /** For questions that a trade waits for: in turn, each asked at least three times. */
  public static RpcSettings forTrading(
      List<URI> endpoints,
      Duration patience,
      AnswerLimits limits,
      Commitment commitment,
      Origin origin) {
    return new RpcSettings(endpoints, First.THAT_ANSWERED, 3, patience, limits, commitment, origin);
  }

  static boolean isHttp(URI uri) {
    return uri.getHost() != null
        && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
  }
}
