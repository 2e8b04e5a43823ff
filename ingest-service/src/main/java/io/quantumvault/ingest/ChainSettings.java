package io.quantumvault.ingest;

import io.quantumvault.kit.settings.Settings;
import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code quantumvault.chain.*}: which chain prices are read from.
 *
 * @param rpcUrls JSON-RPC nodes, all asked and compared; with none there are no prices, so no
 *     trades
 * @param venueProgram the program that owns the oracles, Base58
 */
@ConfigurationProperties("quantumvault.chain")
public record ChainSettings(
    @DefaultValue List<URI> rpcUrls,
    @DefaultValue("dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH") String venueProgram) {
  public ChainSettings {
    rpcUrls = List.copyOf(rpcUrls);
    for (URI url : rpcUrls) {
      Settings.check(
          url.getHost() != null
              && ("http".equals(url.getScheme()) || "https".equals(url.getScheme())),
          "chain.rpc-urls holds something that is no http address");
    }
  }
}
