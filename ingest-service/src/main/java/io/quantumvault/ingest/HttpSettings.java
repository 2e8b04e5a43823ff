package io.quantumvault.ingest;

import io.quantumvault.kit.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code quantumvault.http.*}: where webhooks are served.
 *
 * @param port 0 for any free one
 */
@ConfigurationProperties("quantumvault.http")
public record HttpSettings(
    @DefaultValue("127.0.0.1") String address, @DefaultValue("8081") int port) {
  public HttpSettings {
    Settings.check(port >= 0 && port <= 65_535, "http.port is no port");
  }
}
