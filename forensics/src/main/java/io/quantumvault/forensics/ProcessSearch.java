package io.quantumvault.forensics;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Takes snapshots of a process: stops it wherever it is, searches all its memory, lets it go on.
 *
 * <p>Used by one thread.
 */
public final class ProcessSearch implements AutoCloseable {
  private static final int MOST_TRIES = 5_000;
  private static final long BETWEEN_TRIES = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int LONGEST_PAUSE_NANOS = 20_000_000;

  private final long pid;
  private final Patterns patterns;
  private final PatternIndex index;
  private final RandomGenerator pauses;
  private final ProcFolder files;
  private final ProcessMemory memory;
  private long cpuTicks;
  private boolean withRegisters;

  private ProcessSearch(
      long pid, Patterns patterns, AddressRange javaHeap, RandomGenerator pauses) {
    this.pid = pid;
    this.patterns = patterns;
    this.index = new PatternIndex(patterns.all());
    this.pauses = pauses;
    this.files = ProcFolder.of(pid);
    this.memory = ProcessMemory.open(files, javaHeap, Posix.pageBytes());
    this.cpuTicks = files.stat().cpuTicks();
  }

  /**
   * Prepares to search a process.
   *
   * @param javaHeap where its Java heap lies, for naming regions
   * @param pauses how long the process runs between snapshots, so that stops fall anywhere
   * @throws NotRun when there is no such process, or the kernel forbids reading its memory
   */
  public static ProcessSearch of(
      long pid, Patterns patterns, AddressRange javaHeap, RandomGenerator pauses) {
    return new ProcessSearch(pid, patterns, javaHeap, pauses);
  }

  /**
   * Searches the registers of all threads as well from now on. A process at work has keys there of
   * necessity; one at rest must not. The process must not be a child of this one, which would take
   * the tracing for its end.
   */
  public ProcessSearch withRegisters() {
    withRegisters = true;
    return this;
  }

  /**
   * A snapshot of a process at work: one whose CPU time has advanced since the last.
   *
   * @throws NotRun when it has not for five seconds, so that there is nothing new to see
   */
  public Snapshot whileItWorks() {
    for (int tries = 0; files.stat().cpuTicks() <= cpuTicks; tries++) {
      if (tries == MOST_TRIES) {
        throw new NotRun("the process has used no CPU time since the last snapshot");
      }
      LockSupport.parkNanos(BETWEEN_TRIES);
    }
    LockSupport.parkNanos(pauses.nextInt(LONGEST_PAUSE_NANOS));
    return asItIs();
  }

  /** A snapshot of a process that may be at rest. */
  public Snapshot asItIs() {
    try (var _ = StoppedProcess.stop(pid, files)) {
      cpuTicks = files.stat().cpuTicks();
      var findings = new Findings(patterns);
      memory.search(index, findings);
      if (withRegisters) {
        searchRegisters(findings);
      }
      Snapshot snapshot = findings.snapshot();
      if (snapshot.bytesSearched() == 0) {
        throw files.ended();
      }
      return snapshot;
    } catch (IOException e) {
      throw new NotRun("cannot read the memory of process " + pid);
    }
  }

  private void searchRegisters(Findings findings) {
    for (int thread : files.threads()) {
      for (byte[] registers : ThreadRegisters.of(thread)) {
        index.search(
            registers,
            registers.length,
            (at, pattern) -> findings.found(pattern, RegionKind.REGISTERS, thread));
      }
    }
  }

  @Override
  public void close() {
    try {
      memory.close();
    } catch (IOException e) {
      throw new NotRun("cannot close the memory of process " + pid);
    }
  }
}
