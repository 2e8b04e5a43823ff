package io.quantumvault.control;

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
 * @param cluster mainnet, devnet or localnet
 */
public record ControlPlaneSettings(
    Http http,
    Database database,
    Kafka kafka,
    Keys keys,
    Control control,
    String cluster,
    Chain chain) {

  public ControlPlaneSettings {
    required(http, "http");
    required(database, "database");
    required(kafka, "kafka");
    required(keys, "keys");
    required(control, "control");
    required(cluster, "cluster");
    required(chain, "chain");
    if (!Set.of("mainnet", "devnet", "localnet").contains(cluster)) {
      throw bad("cluster", "must be mainnet, devnet or localnet");
    }
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
      if (port < 0 || port > 65535) {
        throw bad("http.port", "must be from 0 to 65535");
      }
      if (!loopback(address == null ? "127.0.0.1" : address).isLoopbackAddress()) {
        throw bad(
            "http.address",
            "must be a loopback address: the listener is plain HTTP. Put a TLS proxy in front of it");
      }
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

  /** The database, as the role {@code qv_control_plane}. */
  public record Database(String url, String username, Path passwordFile) {
    public Database {
      required(url, "database.url");
      required(username, "database.username");
      required(passwordFile, "database.password-file");
    }
  }

  /** The broker, as the user {@code control-plane}. */
  public record Kafka(String bootstrapServers, String username, Path passwordFile) {
    public Kafka {
      required(bootstrapServers, "kafka.bootstrap-servers");
      required(username, "kafka.username");
      required(passwordFile, "kafka.password-file");
    }
  }

  /** Public halves of execution and webhook, and the control key. */
  public record Keys(Path dir) {
    public Keys {
      required(dir, "keys.dir");
    }
  }

  /**
   * The owner API.
   *
   * @param origins exact origins that owners sign in from, such as {@code http://localhost:8080}
   * @param webhookBaseUrl where alerts are posted, such as {@code http://localhost:8081}
   */
  public record Control(List<String> origins, String webhookBaseUrl) {
    public Control {
      required(webhookBaseUrl, "control.webhook-base-url");
      if (origins == null || origins.isEmpty()) {
        throw bad("control.origins", "must name at least one origin");
      }
      origins = List.copyOf(origins);
      origins.forEach(Control::requireOrigin);
      if (!webhookBaseUrl.matches("https?://[^/]+")) {
        throw bad("control.webhook-base-url", "must be http(s)://host[:port]");
      }
    }

    private static void requireOrigin(String origin) {
      URI uri = URI.create(origin);
      boolean plain = "http".equals(uri.getScheme());
      if (uri.getHost() == null
          || !(plain || "https".equals(uri.getScheme()))
          || !origin.equals(uri.getScheme() + "://" + uri.getRawAuthority())) {
        throw bad("control.origins", "must be scheme://host[:port], nothing more: " + origin);
      }
      if (plain && !Set.of("localhost", "127.0.0.1", "[::1]").contains(uri.getHost())) {
        throw bad("control.origins", "may be plain http only on loopback: " + origin);
      }
    }
  }

  /** JSON-RPC endpoints, in the order they are tried; none means no venue transactions. */
  public record Chain(@Nullable List<String> rpcUrls) {
    /** Never null. */
    public List<String> urls() {
      return rpcUrls == null ? List.of() : rpcUrls;
    }
  }

  private static void required(@Nullable Object value, String name) {
    if (value == null) {
      throw bad(name, "is missing");
    }
  }

  private static IllegalArgumentException bad(String name, String what) {
    return new IllegalArgumentException("quantumvault." + name + " " + what);
  }
}
