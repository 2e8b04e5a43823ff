package io.quantumvault.standalone;

import io.quantumvault.schemas.Principal;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.KeyFolders;
import io.quantumvault.standalone.platform.Platform;
import io.quantumvault.standalone.platform.Secrets;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What each service is told. Secrets are told as paths of files. */
final class ServiceConfiguration {
  /**
   * Where TradingView posts from, and this machine: alerts reach a single machine through a tunnel
   * or the demo, both of which come from loopback.
   */
  private static final String ALERT_NETWORKS =
      "52.89.214.238/32,34.212.75.30/32,54.218.53.128/32,52.32.178.7/32,127.0.0.1/32";

  private final Platform platform;
  private final KeyFolders keys;
  private final Addresses addresses;
  private final ChainChoice chain;

  ServiceConfiguration(Platform platform, KeyFolders keys, Addresses addresses, ChainChoice chain) {
    this.platform = platform;
    this.keys = keys;
    this.addresses = addresses;
    this.chain = chain;
  }

  Map<String, Object> controlPlane() {
    Map<String, Object> settings = base(Principal.CONTROL_PLANE, keys.controlPlane());
    database(settings, DatabaseRole.CONTROL_PLANE);
    http(settings, addresses.console().getPort());
    chain(settings);
    settings.put("quantumvault.control.origins", String.join(",", origins("http://")));
    settings.put("quantumvault.control.webhook-base-url", addresses.webhooks().toString());
    settings.put("quantumvault.control.test-alerts.url", addresses.testAlerts().toString());
    settings.put("quantumvault.control.test-alerts.token-file", testAlertsToken());
    return settings;
  }

  Map<String, Object> ingest() {
    Map<String, Object> settings = base(Principal.INGEST, keys.ingest());
    http(settings, addresses.webhooks().getPort());
    chain(settings);
    settings.put("quantumvault.ingest.trading-view.networks", ALERT_NETWORKS);
    settings.put("quantumvault.ingest.test-alerts.port", addresses.testAlerts().getPort());
    settings.put("quantumvault.ingest.test-alerts.token-file", testAlertsToken());
    return settings;
  }

  Map<String, Object> policy() {
    Map<String, Object> settings = base(Principal.POLICY, keys.policy());
    settings.put("quantumvault.policy.origins", String.join(",", origins("")));
    settings.put("quantumvault.policy.replication-factor", "1");
    return settings;
  }

  Map<String, Object> audit() {
    Map<String, Object> settings = base(Principal.AUDIT, keys.audit());
    database(settings, DatabaseRole.AUDIT);
    return settings;
  }

  /**
   * The signer's.
   *
   * @param managementPort its only listener: health
   */
  Map<String, Object> signer(int managementPort) {
    Map<String, Object> settings = base(Principal.SIGNER, keys.signer());
    database(settings, DatabaseRole.SIGNER);
    chain(settings);
    if (!addresses.chainSubscriptions().isEmpty()) {
      settings.put("quantumvault.chain.ws-urls", joined(addresses.chainSubscriptions()));
    }
    settings.put("quantumvault.signer.origins", String.join(",", origins("")));
    settings.put("quantumvault.management.port", managementPort);
    // Where nothing can be lost the signer takes what hardening the machine has and says what
    // lacks.
    settings.put("quantumvault.signer.hardening", chain.isLocal() ? "available" : "strict");
    return settings;
  }

  /** The first is the one the demo signs in from. */
  List<String> origins(String scheme) {
    int port = addresses.console().getPort();
    return List.of(scheme + "localhost:" + port, scheme + "127.0.0.1:" + port);
  }

  private Map<String, Object> base(Principal principal, Path keyFolder) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("quantumvault.cluster", chain.cluster());
    settings.put("quantumvault.kafka.bootstrap-servers", addresses.kafkaBootstrapServers());
    settings.put("quantumvault.kafka.username", principal.userName());
    settings.put(
        "quantumvault.kafka.password-file", platform.kafka().passwordFile(principal).toString());
    settings.put("quantumvault.keys.dir", keyFolder.toString());
    // Any free one: whoever asks has the bean that knows which.
    settings.put("quantumvault.management.port", 0);
    // Like the signer's hardening: what this machine has, and each service's log says what that is.
    settings.put("quantumvault.key-memory.fallback-suffices", chain.isLocal());
    settings.put(
        "quantumvault.state-dir",
        platform.dataDir().resolve("state").resolve(principal.userName()).toString());
    return settings;
  }

  /** What control-plane shows to ingest-service. */
  private String testAlertsToken() {
    return Secrets.in(platform.dataDir().resolve("secrets"))
        .file("internal-test-alerts")
        .toString();
  }

  private void database(Map<String, Object> settings, DatabaseRole role) {
    settings.put("quantumvault.database.url", addresses.jdbcUrl());
    settings.put("quantumvault.database.username", role.roleName());
    settings.put(
        "quantumvault.database.password-file", platform.postgres().passwordFile(role).toString());
  }

  private static void http(Map<String, Object> settings, int port) {
    settings.put("quantumvault.http.address", "127.0.0.1");
    settings.put("quantumvault.http.port", port);
  }

  private void chain(Map<String, Object> settings) {
    settings.put("quantumvault.chain.rpc-urls", joined(addresses.chainNodes()));
  }

  private static String joined(List<URI> addresses) {
    return addresses.stream().map(URI::toString).collect(Collectors.joining(","));
  }
}
