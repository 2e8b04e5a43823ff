package io.quantumvault.ingest;

import io.quantumvault.kit.settings.Settings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code quantumvault.http.*}: where webhooks are served, and to how many connections for how long.
 *
 * @param port 0 for any free one
 * @param connections at once; fewer where the process may not open as many files
 * @param connectionsPerClient of them for one IPv4 address or one /64 of IPv6; trusted proxies may
 *     have all
 * @param idleWithin how long a connection may stay without a request
 * @param headerWithin how long a request's header may take, from its first byte
 * @param finishWithin how long a request may take from there, until its answer has been read
 */
@ConfigurationProperties("quantumvault.http")
public record HttpSettings(
    @DefaultValue("127.0.0.1") String address,
    @DefaultValue("8081") int port,
    @DefaultValue("1024") int connections,
    @DefaultValue("256") int connectionsPerClient,
    @DefaultValue("5s") Duration idleWithin,
    @DefaultValue("2s") Duration headerWithin,
    @DefaultValue("5s") Duration finishWithin) {
  public HttpSettings {
    Settings.check(port >= 0 && port <= 65_535, "http.port is no port");
    Settings.check(
        connectionsPerClient > 0 && connections >= connectionsPerClient,
        "http.connections-per-client must be above zero and at most http.connections");
    Settings.check(
        idleWithin.isPositive() && headerWithin.isPositive(),
        "http.idle-within and http.header-within must be above zero");
    Settings.check(
        finishWithin.compareTo(IngestSettings.LONGEST_ANSWER) > 0,
        "http.finish-within must be longer than the longest ingest.answer-within, 2400ms");
  }
}
