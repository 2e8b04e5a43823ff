package io.quantumvault.standalone;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Starts the system, does something with it, and stops it with the process. */
final class UpCommand {
  /** Until the process is told to end. */
  static final Work STAY = (system, staying) -> staying.stay();

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Options options;
  private final PrintStream out;
  private final PrintStream err;
  private final CountDownLatch ended = new CountDownLatch(1);

  UpCommand(Options options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /** What is done with a ready system. */
  @FunctionalInterface
  interface Work {
    int on(StandaloneSystem system, Staying staying);
  }

  /** Keeps the system up. */
  @FunctionalInterface
  interface Staying {
    int stay();
  }

  int run(Work work) {
    long began = System.nanoTime();
    LogFile.in(options.data());
    Progress progress = new Progress(out);
    RunningSystem running = new RunningSystem(options.data());
    StandaloneSystem system = StandaloneSystem.start(options.settings(), progress);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(system, running), "end"));
    try (StatusServer status = StatusServer.start(system::states)) {
      running.announce();
      List<Service.State> late = system.awaitReady(PATIENCE);
      if (!late.isEmpty()) {
        late.forEach(s -> err.println("qv: " + s.name() + ": " + s.hindrance().orElse("")));
        err.println("qv: not everything got ready; logs are in " + options.data() + "/logs.");
        return 1;
      }
      running.ready(Description.of(system, status.port()));
      progress.done("all ready, since the start", began);
      tell(system.addresses());
      return work.on(system, this::stay);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tell(Addresses at) {
    out.println();
    out.println("  console      " + at.console());
    out.println("  webhooks     " + at.webhooks());
    out.println("  paper chain  " + at.chainRpc());
    out.println("  Kafka        " + at.kafkaBootstrapServers());
    out.println("  PostgreSQL   " + at.jdbcUrl());
    out.println("  credentials  ./qv env");
    out.println();
    out.flush();
  }

  private int stay() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private static void end(StandaloneSystem system, RunningSystem running) {
    system.close();
    running.withdraw();
  }
}
