package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.route.Kind;
import io.quantumvault.ingest.route.Network;
import io.quantumvault.ingest.route.Route;
import java.util.List;
import java.util.UUID;

/** Routes for tests. */
final class TestRoutes {
  static final UUID WEBHOOK = UUID.fromString("01900000-0000-7000-8000-00000000000a");
  static final UUID BOT = UUID.fromString("01900000-0000-7000-8000-00000000000b");
  static final String WALLET = "7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU";
  static final String OWNER = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";

  private TestRoutes() {}

  static Route tradingView(int perMinute, String... networks) {
    return route(Kind.TRADING_VIEW, perMinute, List.of(), networks);
  }

  static Route signed(List<byte[]> sealedSecrets) {
    return route(Kind.SIGNED, 1000, sealedSecrets);
  }

  private static Route route(
      Kind kind, int perMinute, List<byte[]> sealedSecrets, String... networks) {
    return new Route(
        WEBHOOK,
        kind,
        BOT,
        WALLET,
        OWNER,
        perMinute,
        1000,
        List.of(networks).stream().map(Network::parse).toList(),
        sealedSecrets);
  }
}
