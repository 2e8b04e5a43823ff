package io.quantumvault.ingest.route;

import java.util.List;
import java.util.UUID;

/**
 * Where a webhook leads.
 *
 * @param agentWallet Base58
 * @param owner Base58
 * @param perMinute uses allowed in a minute, at least 1
 * @param perHour uses allowed in an hour, at least 1
 * @param networks from where it may be used; empty means the default of its kind
 * @param sealedSigningSecrets type-6 records, newest first; only for {@link Kind#SIGNED}
 */
public record Route(
    UUID webhookId,
    Kind kind,
    UUID botId,
    String agentWallet,
    String owner,
    int perMinute,
    int perHour,
    List<Network> networks,
    List<byte[]> sealedSigningSecrets) {
  public Route {
    networks = List.copyOf(networks);
    sealedSigningSecrets = List.copyOf(sealedSigningSecrets);
    if (perMinute < 1 || perHour < 1 || agentWallet.isEmpty()) {
      throw new IllegalArgumentException("a route without limits or wallet");
    }
  }
}
