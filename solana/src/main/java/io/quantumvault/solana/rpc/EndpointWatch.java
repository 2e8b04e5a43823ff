package io.quantumvault.solana.rpc;

import java.net.URI;

/** Is told of every endpoint that gave no answer to use, also when another one then did. */
@FunctionalInterface
public interface EndpointWatch {
  /** Nobody wants to know. */
  EndpointWatch NONE = (endpoint, cause) -> {};

  /**
   * An endpoint failed.
   *
   * @param endpoint may hold an access key in its path: log its host alone
   */
  void failed(URI endpoint, Exception cause);
}
