package io.quantumvault.signer.chain;

import io.quantumvault.solana.rpc.EndpointWatch;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people which endpoint failed; one that fails rests, so it is not told of often. */
public final class EndpointLog implements EndpointWatch {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointLog.class);

  @Override
  public void failed(URI endpoint, Exception cause) {
    // Paths of RPC addresses often hold an access key: only the host is named.
    LOG.atWarn()
        .addKeyValue("host", endpoint.getHost())
        .addKeyValue("cause", cause.getClass().getSimpleName())
        .log("An RPC endpoint gave no answer");
  }
}
