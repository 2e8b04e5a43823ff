package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.DataFolder;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Starts the system, does something with it, and stops it with the process. */
final class UpCommand {
  /** Until the process is told to end. */
  static final Work STAY = (system, staying) -> staying.stay();

  private static final String STOPPED = "The system was stopped before it was ready.";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Options options;
  private final PrintStream out;
  private final PrintStream err;

  UpCommand(Options options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /** What is done with a ready system. An interrupt breaks it off. */
  @FunctionalInterface
  interface Work {
    int on(StandaloneSystem system, Staying staying) throws InterruptedException;
  }

  /** Keeps the system up until its end is wished for. */
  @FunctionalInterface
  interface Staying {
    int stay() throws InterruptedException;
  }

  int run(Work work) {
    // The folder is this process's own, and says so, before anything is started in it.
    try (DataFolder folder = DataFolder.open(options.data())) {
      LogFile.in(folder.path());
      RunningSystem running = new RunningSystem(folder.path());
      Ending ending = Ending.byTheProcess();
      try {
        running.announce();
        return start(folder, running, ending, work);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        running.withdraw();
        ending.over();
      }
    }
  }

  private int start(DataFolder folder, RunningSystem running, Ending ending, Work work)
      throws IOException {
    long began = System.nanoTime();
    Progress progress = new Progress(out);
    try (StandaloneSystem system =
            StandaloneSystem.start(folder, options.settings(), progress, ending::refuseIfWished);
        StatusServer status = StatusServer.start(system::states)) {
      return ending.interruptibly(() -> {
        if (!ready(system)) {
          return 1;
        }
        running.ready(Description.of(system, status.port()));
        progress.done("all ready, since the start", began);
        tell(system.addresses(), system.chain());
        return work.on(system, () -> stay(ending));
      });
    } catch (IOException | RuntimeException e) {
      if (!ending.isWished()) {
        throw e;
      }
      // Whatever an interrupt or an end between steps looked like.
      LoggerFactory.getLogger(UpCommand.class).info("Broken off", e);
      throw new StartRefused(STOPPED, e);
    } catch (InterruptedException e) {
      return 1; // after it was ready
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean ready(StandaloneSystem system) {
    try {
      List<Service.State> late = system.awaitReady(PATIENCE);
      if (late.isEmpty()) {
        return true;
      }
      late.forEach(s -> err.println("qv: " + s.name() + ": " + s.hindrance().orElse("")));
      if (late.stream().allMatch(Service.State::waitsForPeople)) {
        err.println("qv: it runs, for the command that mends this; see docs/runbook.md.");
        return true;
      }
      err.println("qv: not everything got ready; logs are in " + options.data() + "/logs.");
      return false;
    } catch (InterruptedException e) {
      throw new StartRefused(STOPPED, e);
    }
  }

  private void tell(Addresses at, ChainChoice chain) {
    out.println();
    out.println("  owner API    " + at.console());
    out.println("  webhooks     " + at.webhooks());
    out.println(
        switch (chain) {
          case ChainChoice.Paper _ -> "  paper chain  " + at.chainRpc();
          case ChainChoice.Nodes nodes ->
              "  "
                  + "%-12s ".formatted(nodes.cluster())
                  + String.join(", ", NodeCheck.hosts(nodes));
        });
    out.println("  Kafka        " + at.kafkaBootstrapServers());
    out.println("  PostgreSQL   " + at.jdbcUrl());
    out.println("  credentials  ./qv env");
    out.println();
    if (chain instanceof ChainChoice.Nodes nodes && !chain.isLocal()) {
      FirstPage.print(nodes, out);
    }
    out.flush();
  }

  private static int stay(Ending ending) throws InterruptedException {
    ending.await();
    return 0;
  }
}
