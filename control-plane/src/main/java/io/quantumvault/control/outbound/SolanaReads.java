package io.quantumvault.control.outbound;

import io.quantumvault.control.venue.ChainReads;
import io.quantumvault.control.venue.ChainUnavailableException;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.AnswerLimits;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.ChainException;
import io.quantumvault.solana.rpc.EndpointWatch;
import io.quantumvault.solana.rpc.JsonRpcChain;
import io.quantumvault.solana.rpc.RpcSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Reads over Solana's JSON-RPC, trying the configured endpoints in their order. */
public final class SolanaReads implements ChainReads {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** An account of the venue has a few KiB. */
  private static final int MOST_ANSWER_BYTES = 1024 * 1024;

  private final Chain chain;

  /** Reads from these endpoints. */
  public SolanaReads(List<String> endpoints) {
    chain =
        new JsonRpcChain(
            new RpcSettings(
                endpoints.stream().map(URI::create).toList(),
                RpcSettings.First.OF_THE_LIST,
                1,
                PATIENCE,
                AnswerLimits.withAccounts(MOST_ANSWER_BYTES)),
            EndpointWatch.NONE);
  }

  @Override
  public Address latestBlockhash() throws ChainUnavailableException {
    try {
      return chain.latestBlockhash().hash();
    } catch (ChainException e) {
      throw new ChainUnavailableException(e);
    }
  }

  @Override
  public boolean exists(Address address) throws ChainUnavailableException {
    try {
      return chain.accounts(List.of(address), 0).accounts().getFirst().isPresent();
    } catch (ChainException e) {
      throw new ChainUnavailableException(e);
    }
  }
}
