package io.quantumvault.standalone;

import io.quantumvault.audit.AuditApplication;
import io.quantumvault.control.ControlPlaneApplication;
import io.quantumvault.ingest.IngestApplication;
import io.quantumvault.kit.management.ManagementServer;
import io.quantumvault.paper.PaperChain;
import io.quantumvault.paper.PaperChainSettings;
import io.quantumvault.paper.node.NodeSettings;
import io.quantumvault.policy.PolicyApplication;
import io.quantumvault.standalone.platform.DataFolder;
import io.quantumvault.standalone.platform.KeyFolders;
import io.quantumvault.standalone.platform.Platform;
import io.quantumvault.standalone.platform.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
  private final ChainChoice chain;

  private StandaloneSystem(
      Platform platform,
      KeyFolders keys,
      Addresses addresses,
      ChainChoice chain,
      Progress progress) {
    this.platform = platform;
    this.keys = keys;
    this.addresses = addresses;
    this.progress = progress;
    this.chain = chain;
    this.configuration = new ServiceConfiguration(platform, keys, addresses, chain);
    open.push(platform);
    services.add(new Service("kafka, postgres, outbox", this::platformHindrance));
  }

  private static StandaloneSystem onPlatform(
      DataFolder folder, SystemSettings settings, Progress progress, Runnable goOn) {
    // A taken port is told before anything is started.
    int console = new ConsolePort(folder.path()).claim(settings.consolePort());
    int webhooks = Ports.claim(settings.webhookPort(), "webhooks");
    ChainAddresses nodes = ChainAddresses.of(settings);
    FolderChain folderChain =
        new FolderChain(folder.path(), ChainAddresses.identity(settings.chain()));
    Platform platform = Platform.start(folder, settings.platform(), new StartSteps(progress, goOn));
    try {
      folderChain.bind();
      KeyFolders keys = KeyFolders.in(platform.dataDir().resolve("keys"));
      KeyRotationTimer rotation =
          KeyRotationTimer.start(
              keys.rotation(), settings.executionKeyPeriod(), InstantSource.system());
      Addresses addresses =
          new Addresses(
              URI.create("http://localhost:" + console),
              URI.create("http://localhost:" + webhooks),
              URI.create("http://127.0.0.1:" + Ports.free()),
              nodes.rpc(),
              nodes.subscriptions(),
              platform.kafka().bootstrapServers(),
              platform.postgres().jdbcUrl());
      StandaloneSystem system =
          new StandaloneSystem(platform, keys, addresses, settings.chain(), progress);
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
    DataFolder folder = DataFolder.open(settings.dataDir());
    try {
      StandaloneSystem system = start(folder, settings, progress, () -> {});
      synchronized (system.open) {
        system.open.addLast(folder);
      }
      return system;
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * The same in a folder that the caller has opened and closes.
   *
   * @param goOn asked before each part; what it throws ends the start, and nothing is left running
   */
  static StandaloneSystem start(
      DataFolder folder, SystemSettings settings, Progress progress, Runnable goOn) {
    // The services share this process's logging; starting side by side, each would set it up and
    // trip the others.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    StandaloneSystem system = onPlatform(folder, settings, progress, goOn);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      folder.make("run", "logs", "state", "chain");
      List<CompletableFuture<?>> starts = new ArrayList<>();
      for (Runnable start : system.starts()) {
        starts.add(
            CompletableFuture.runAsync(
                    () -> {
                      goOn.run();
                      start.run();
                    },
                    threads)
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
    List<Runnable> starts = new ArrayList<>();
    if (chain instanceof ChainChoice.Paper) {
      starts.add(this::startChain);
    }
    starts.add(this::startSigner);
    starts.addAll(startsInThisProcess());
    return starts;
  }

  private List<Runnable> startsInThisProcess() {
    return List.of(
        () ->
            startContext(
                "control-plane", () -> ControlPlaneApplication.start(configuration.controlPlane())),
        () -> startContext("policy-stream", () -> PolicyApplication.start(configuration.policy())),
        () -> startContext("audit-sink", () -> AuditApplication.start(configuration.audit())),
        () ->
            startContext("ingest-service", () -> IngestApplication.start(configuration.ingest())));
  }

  private void startChain() {
    long began = System.nanoTime();
    PaperChain chain =
        PaperChain.start(
            PaperChainSettings.defaults()
                .withNodes(
                    List.of(
                        NodeSettings.STANDARD
                            .withPort(addresses.chainRpc().getPort())
                            .withWebSocketPort(
                                addresses.chainSubscriptions().getFirst().getPort())))
                .withDataDir(platform.dataDir().resolve("chain")));
    opened(chain);
    services.add(
        new Service("paper-chain", () -> probe.hindrance(addresses.chainRpc().resolve("/health"))));
    progress.done("paper chain", began);
  }

  private void startSigner() {
    long began = System.nanoTime();
    int port = Ports.free();
    URI ready = readiness(port);
    SignerProcess signer =
        SignerProcess.start(
            SignerProcess.Program.built(),
            platform.dataDir(),
            configuration.signer(port),
            () -> probe.hindrance(ready));
    opened(signer);
    services.add(new Service("signer-service", signer::hindrance, signer::restarts));
    progress.done("signer-service launched in its own process", began);
  }

  @FunctionalInterface
  private interface ContextStart {
    ConfigurableApplicationContext start();
  }

  private void startContext(String name, ContextStart start) {
    long began = System.nanoTime();
    ConfigurableApplicationContext context = start.start();
    opened(context);
    URI ready = readiness(context.getBean(ManagementServer.class).port());
    services.add(new Service(name, () -> probe.hindrance(ready)));
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

  private static URI readiness(int managementPort) {
    return URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
  }

  /**
   * Waits until every service takes work, telling each as it gets ready.
   *
   * @return the services that did not get ready in time; empty when all did
   */
  public List<Service.State> awaitReady(Duration patience) throws InterruptedException {
    return new Readiness(services, progress).await(patience);
  }

  /** What each service is at this moment. */
  List<Service.State> states() {
    return services.stream().map(Service::state).toList();
  }

  ChainChoice chain() {
    return chain;
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
