package io.quantumvault.control;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.schemas.Principal;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One control plane over a real broker, database and connector, for all tests of this process. */
final class TestSystem {
  static final String ORIGIN = "http://localhost:8080";
  static final String DOMAIN = "localhost:8080";
  static final String OTHER_ORIGIN = "http://127.0.0.1:8080";

  /** What ingest-service would hold as well. */
  static final String TOKEN = "a-token-of-the-tests-as-long-as-one-is";

  private static final Lazy SHARED = new Lazy();

  private final Platform platform;
  private final Path controlKeys;
  private final Path signerKeys;
  private final Path ingestKeys;
  private final StandInIngest ingest = new StandInIngest();
  private final Path token;
  private final ConfigurableApplicationContext context;

  private TestSystem() {
    platform = Platform.startTemporary();
    controlKeys = folder("control-keys");
    signerKeys = folder("signer-keys");
    ingestKeys = folder("ingest-keys");
    FileKmsKeys.create(KeyName.EXECUTION, 1, signerKeys, controlKeys);
    FileKmsKeys.create(KeyName.WEBHOOK, 1, ingestKeys, controlKeys);
    FileKmsKeys.create(KeyName.CONTROL, 1, controlKeys, controlKeys);
    token = tokenFile();
    context = ControlPlaneApplication.start(settings());
  }

  /** All tests are one client here, so each begins without the failures of those before. */
  static TestSystem shared() {
    TestSystem system = SHARED.get();
    system.jdbc().sql("DELETE FROM control.client_failures").update();
    return system;
  }

  Map<String, Object> settings() {
    var settings = new HashMap<String, Object>();
    settings.put("quantumvault.http.port", 0);
    settings.put("quantumvault.database.url", platform.postgres().jdbcUrl());
    settings.put(
        "quantumvault.database.password-file",
        platform.postgres().passwordFile(DatabaseRole.CONTROL_PLANE).toString());
    settings.put("quantumvault.kafka.bootstrap-servers", platform.kafka().bootstrapServers());
    settings.put(
        "quantumvault.kafka.password-file",
        platform.kafka().passwordFile(Principal.CONTROL_PLANE).toString());
    settings.put("quantumvault.keys.dir", controlKeys.toString());
    settings.put("quantumvault.control.origins", List.of(ORIGIN, OTHER_ORIGIN));
    settings.put("quantumvault.control.webhook-base-url", "http://localhost:8081");
    settings.put("quantumvault.control.test-alerts.url", ingest.url());
    settings.put("quantumvault.control.test-alerts.token-file", token.toString());
    settings.put("quantumvault.cluster", "localnet");
    settings.put("quantumvault.chain.rpc-urls", List.of());
    return settings;
  }

  Platform platform() {
    return platform;
  }

  StandInIngest ingest() {
    return ingest;
  }

  Path signerKeys() {
    return signerKeys;
  }

  Path ingestKeys() {
    return ingestKeys;
  }

  Path controlKeys() {
    return controlKeys;
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  JdbcClient jdbc() {
    return context.getBean(JdbcClient.class);
  }

  String baseUrl() {
    var server = ((ServletWebServerApplicationContext) context).getWebServer();
    return "http://localhost:" + java.util.Objects.requireNonNull(server).getPort();
  }

  private static Path tokenFile() {
    try {
      var file = folder("token").resolve("token");
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, TOKEN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(String name) {
    try {
      return Files.createTempDirectory(
          "qv-" + name,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Started by the first test that needs it, ended with the process. */
  private static final class Lazy {
    private @org.jspecify.annotations.Nullable TestSystem system;

    synchronized TestSystem get() {
      if (system == null) {
        system = new TestSystem();
      }
      return system;
    }
  }
}
