package io.quantumvault.standalone;

import io.quantumvault.audit.AuditApplication;
import io.quantumvault.audit.health.AuditHealth;
import io.quantumvault.control.ControlPlaneApplication;
import io.quantumvault.ingest.IngestApplication;
import io.quantumvault.paper.PaperChain;
import io.quantumvault.paper.PaperChainSettings;
import io.quantumvault.policy.PolicyApplication;
import io.quantumvault.policy.stream.PolicyHealth;
import io.quantumvault.standalone.platform.KeyFolders;
import io.quantumvault.standalone.platform.Platform;
import io.quantumvault.standalone.platform.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole system on this machine: broker, database, connector, paper chain and four services in
 * this process, the signer in its own. When {@link #start} returns everything has been started;
 * {@link #awaitReady} waits until all of it takes work.
 */
public final class StandaloneSystem implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StandaloneSystem.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<Service> services = new CopyOnWriteArrayList<>();
  private final HealthProbe probe = new HealthProbe();
  private final Progress progress;
  private final Platform platform;
  private final KeyFolders keys;
  private final Addresses addresses;
  private final ServiceConfiguration configuration;

  private StandaloneSystem(
      Platform platform, KeyFolders keys, Addresses addresses, Progress progress) {
    this.platform = platform;
    this.keys = keys;
    this.addresses = addresses;
    this.progress = progress;
    this.configuration = new ServiceConfiguration(platform, keys, addresses);
    open.push(platform);
    services.add(new Service("kafka, postgres, outbox", this::platformHindrance));
  }

  private static StandaloneSystem onPlatform(SystemSettings settings, Progress progress) {
    // A taken port is told before anything is started.
    int console = Ports.claim(settings.consolePort(), "console");
    int webhooks = Ports.claim(settings.webhookPort(), "webhooks");
    int chain = Ports.claim(settings.chainPort(), "paper chain");
    Platform platform = Platform.start(settings.platform(), progress::done);
    try {
      KeyFolders keys = KeyFolders.in(platform.dataDir().resolve("keys"));
      KeyRotationTimer rotation =
          KeyRotationTimer.start(
              keys.rotation(), settings.executionKeyPeriod(), InstantSource.system());
      Addresses addresses =
          new Addresses(
              URI.create("http://localhost:" + console),
              URI.create("http://localhost:" + webhooks),
              URI.create("http://127.0.0.1:" + chain),
              platform.kafka().bootstrapServers(),
              platform.postgres().jdbcUrl());
      StandaloneSystem system = new StandaloneSystem(platform, keys, addresses, progress);
      system.opened(rotation);
      return system;
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  /**
   * Starts everything.
   *
   * @throws io.quantumvault.standalone.platform.StartRefused for what the person who starts it can
   *     mend, such as a taken port
   */
  public static StandaloneSystem start(SystemSettings settings, Progress progress) {
    // The services share this process's logging; starting side by side, each would set it up and
    // trip the others.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    StandaloneSystem system = onPlatform(settings, progress);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      system.makeFolders();
      List<CompletableFuture<?>> starts = new ArrayList<>();
      for (Runnable start : system.starts()) {
        starts.add(
            CompletableFuture.runAsync(start, threads)
                .whenComplete((done, failure) -> {
                  if (failure != null) {
                    LOG.error("A part of the system did not start", failure);
                  }
                }));
      }
      CompletableFuture.allOf(starts.toArray(CompletableFuture<?>[]::new)).join();
      return system;
    } catch (CompletionException e) {
      system.close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (RuntimeException e) {
      system.close();
      throw e;
    }
  }

  private List<Runnable> starts() {
    return List.of(
        this::startSigner,
        this::startChain,
        () ->
            startContext(
                "control-plane",
                () -> ControlPlaneApplication.start(configuration.controlPlane()),
                c -> probe.hindrance(addresses.console().resolve("/health/ready"))),
        () ->
            startContext(
                "policy-stream",
                () -> PolicyApplication.start(configuration.policy()),
                StandaloneSystem::policyHindrance),
        () ->
            startContext(
                "audit-sink",
                () -> AuditApplication.start(configuration.audit()),
                StandaloneSystem::auditHindrance),
        () ->
            startContext(
                "ingest-service",
                () -> IngestApplication.start(configuration.ingest()),
                c -> probe.hindrance(addresses.webhooks().resolve("/health/ready"))));
  }

  private void makeFolders() {
    try {
      for (String folder : List.of("run", "logs", "state", "chain")) {
        Files.createDirectories(platform.dataDir().resolve(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startChain() {
    long began = System.nanoTime();
    PaperChain chain =
        PaperChain.start(
            PaperChainSettings.defaults()
                .withPort(addresses.chainRpc().getPort())
                .withDataDir(platform.dataDir().resolve("chain")));
    opened(chain);
    services.add(
        new Service("paper-chain", () -> probe.hindrance(addresses.chainRpc().resolve("/health"))));
    progress.done("paper chain", began);
  }

  private void startSigner() {
    long began = System.nanoTime();
    int port = Ports.free();
    SignerProcess signer =
        SignerProcess.start(
            SignerProcess.Program.built(), platform.dataDir(), configuration.signer(port));
    opened(signer);
    URI health = URI.create("http://127.0.0.1:" + port + "/health");
    services.add(
        new Service("signer-service", () -> signer.hindrance().or(() -> probe.hindrance(health))));
    progress.done("signer-service launched in its own process", began);
  }

  @FunctionalInterface
  private interface ContextStart {
    ConfigurableApplicationContext start();
  }

  private void startContext(
      String name,
      ContextStart start,
      Function<ConfigurableApplicationContext, Optional<String>> hindrance) {
    long began = System.nanoTime();
    ConfigurableApplicationContext context = start.start();
    opened(context);
    services.add(new Service(name, () -> hindrance.apply(context)));
    progress.done(name, began);
  }

  private void opened(AutoCloseable started) {
    synchronized (open) {
      open.push(started);
    }
  }

  private Optional<String> platformHindrance() {
    return platform.outbox().isRunning()
        ? Optional.empty()
        : Optional.of("outbox connector: " + platform.outbox().status());
  }

  private static Optional<String> policyHindrance(ConfigurableApplicationContext context) {
    PolicyHealth health = context.getBean(PolicyHealth.class);
    return health.ready() ? Optional.empty() : Optional.of("stream is " + health.state());
  }

  private static Optional<String> auditHindrance(ConfigurableApplicationContext context) {
    AuditHealth health = context.getBean(AuditHealth.class);
    if (health.ready()) {
      return Optional.empty();
    }
    String reason = health.reason();
    return Optional.of(reason == null ? "catching up with its topics" : reason);
  }

  /**
   * Waits until every service takes work, telling each as it gets ready.
   *
   * @return the services that did not get ready in time; empty when all did
   */
  public List<Service.State> awaitReady(java.time.Duration patience) {
    return new Readiness(services, progress).await(patience);
  }

  /** What each service is at this moment. */
  List<Service.State> states() {
    return services.stream().map(Service::state).toList();
  }

  public Addresses addresses() {
    return addresses;
  }

  public Platform platform() {
    return platform;
  }

  /** The origin owners sign in from. */
  public String origin() {
    return configuration.origins("http://").getFirst();
  }

  /** Half of the audit trail's checkpoint key that anybody may have. */
  public Path auditPublicKey() {
    return keys.auditPublicKey();
  }

  // Services before what they stand on; one that fails to stop must not keep the others up.
  @Override
  public void close() {
    synchronized (open) {
      while (!open.isEmpty()) {
        try {
          open.pop().close();
        } catch (Exception e) {
          LOG.warn("Stopping", e);
        }
      }
    }
    probe.close();
  }
}
