package io.quantumvault.control;

import io.quantumvault.kit.settings.DatabaseSettings;
import io.quantumvault.kit.settings.KafkaSettings;
import io.quantumvault.kit.settings.KeySettings;
import io.quantumvault.kit.settings.Settings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is configured, under {@code quantumvault.*}. A value that cannot be used stops
 * the start and names itself. Secrets are paths of files.
 *
 * @param database as the role {@code qv_control_plane}
 * @param kafka as the user {@code control-plane}
 * @param keys public halves of execution and webhook, and the control key
 * @param cluster mainnet, devnet or localnet
 */
public record ControlPlaneSettings(
    Http http,
    DatabaseSettings database,
    KafkaSettings kafka,
    KeySettings keys,
    Control control,
    String cluster,
    Chain chain) {

  public ControlPlaneSettings {
    Settings.require(http, "http");
    Settings.require(database, "database");
    Settings.require(kafka, "kafka");
    Settings.require(keys, "keys");
    Settings.require(control, "control");
    Settings.require(cluster, "cluster");
    Settings.require(chain, "chain");
    Settings.check(
        Set.of("mainnet", "devnet", "localnet").contains(cluster),
        "cluster must be mainnet, devnet or localnet");
  }

  /**
   * The listener. It speaks plain HTTP, so it refuses any address but loopback: TLS ends at a proxy
   * on the same machine.
   *
   * @param port 0 takes a free one
   * @param behindProxy whether the last address of X-Forwarded-For, as the proxy on this machine
   *     writes it, is the client's; without a proxy anybody could write it
   */
  public record Http(@Nullable String address, int port, boolean behindProxy) {
    public Http {
      Settings.check(port >= 0 && port <= 65535, "http.port must be from 0 to 65535");
      Settings.check(
          loopback(address == null ? "127.0.0.1" : address).isLoopbackAddress(),
          "http.address must be a loopback address: the listener is plain HTTP. Put a TLS proxy in front of it");
    }

    /** Where to listen. */
    public InetAddress bindAddress() {
      return loopback(address == null ? "127.0.0.1" : address);
    }

    private static InetAddress loopback(String address) {
      try {
        return InetAddress.getByName(address);
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("quantumvault.http.address is not an address", e);
      }
    }
  }

  /**
   * The owner API.
   *
   * @param origins exact origins that owners sign in from, such as {@code http://localhost:8080}
   * @param webhookBaseUrl where alerts are posted, such as {@code http://localhost:8081}
   * @param testAlerts where ingest-service takes alerts that are only decided; null for nowhere
   */
  public record Control(
      List<String> origins, String webhookBaseUrl, @Nullable TestAlerts testAlerts) {
    public Control {
      Settings.require(webhookBaseUrl, "control.webhook-base-url");
      Settings.check(
          origins != null && !origins.isEmpty(), "control.origins must name at least one origin");
      origins = List.copyOf(origins);
      origins.forEach(Control::requireOrigin);
      Settings.check(
          webhookBaseUrl.matches("https?://[^/]+"),
          "control.webhook-base-url must be http(s)://host[:port]");
    }

    private static void requireOrigin(String origin) {
      URI uri = URI.create(origin);
      boolean plain = "http".equals(uri.getScheme());
      Settings.check(
          uri.getHost() != null
              && (plain || "https".equals(uri.getScheme()))
              && origin.equals(uri.getScheme() + "://" + uri.getRawAuthority()),
          "control.origins must be scheme://host[:port], nothing more: " + origin);
      Settings.check(
          !plain || Set.of("localhost", "127.0.0.1", "[::1]").contains(uri.getHost()),
          "control.origins may be plain http only on loopback: " + origin);
    }
  }

  /**
   * The door for alerts that are only decided.
   *
   * @param url such as {@code http://127.0.0.1:8086}
   * @param tokenFile holds the token that ingest-service has too
   */
  public record TestAlerts(String url, Path tokenFile) {
    public TestAlerts {
      Settings.require(url, "control.test-alerts.url");
      Settings.require(tokenFile, "control.test-alerts.token-file");
      Settings.check(
          url.matches("https?://[^/]+"), "control.test-alerts.url must be http(s)://host[:port]");
    }
  }

  /** JSON-RPC endpoints, in the order they are tried; none means no venue transactions. */
  public record Chain(@Nullable List<String> rpcUrls) {
    /** Never null. */
    public List<String> urls() {
      return rpcUrls == null ? List.of() : rpcUrls;
    }
  }
}
