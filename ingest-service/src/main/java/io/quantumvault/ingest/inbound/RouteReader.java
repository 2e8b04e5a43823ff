package io.quantumvault.ingest.inbound;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.ingest.route.Kind;
import io.quantumvault.ingest.route.Network;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.v1.WebhookRoute;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** From a record of the route topic to a route; whatever is not exactly one is no route. */
public final class RouteReader {
  private static final Pattern TOKEN_HASH = Pattern.compile("[0-9a-f]{64}");

  private final Defaults defaults;

  /** Limits for routes that name none, and the most any route may have: there is no "unlimited". */
  public record Defaults(int perMinute, int perHour, int mostPerMinute, int mostPerHour) {}

  /** A reader with these limits. */
  public RouteReader(Defaults defaults) {
    this.defaults = defaults;
  }

  static boolean isTokenHash(String key) {
    return TOKEN_HASH.matcher(key).matches();
  }

  /** The route, or empty when the value is none. */
  Optional<Route> read(byte[] value) {
    try {
      WebhookRoute route = WebhookRoute.parseFrom(value);
      Kind kind =
          switch (route.getKind()) {
            case WEBHOOK_KIND_TRADING_VIEW -> Kind.TRADING_VIEW;
            case WEBHOOK_KIND_SIGNED -> Kind.SIGNED;
            case WEBHOOK_KIND_UNSPECIFIED, UNRECOGNIZED -> null;
          };
      if (kind == null
          || !Base58.isAddress(route.getAgentWallet())
          || !Base58.isAddress(route.getOwner())) {
        return Optional.empty();
      }
      return Optional.of(
          new Route(
              UUID.fromString(route.getWebhookId()),
              kind,
              UUID.fromString(route.getBotId()),
              route.getAgentWallet(),
              route.getOwner(),
              limit(route.getMaxPerMinute(), defaults.perMinute(), defaults.mostPerMinute()),
              limit(route.getMaxPerHour(), defaults.perHour(), defaults.mostPerHour()),
              route.getSourceNetworksList().stream().map(Network::parse).toList(),
              route.getSealedSigningSecretsList().stream().map(ByteString::toByteArray).toList()));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int limit(int unsigned, int whenNone, int most) {
    if (unsigned == 0) {
      return whenNone;
    }
    return (int) Math.min(Integer.toUnsignedLong(unsigned), most);
  }
}
