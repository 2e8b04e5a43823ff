package io.quantumvault.forensics;

/** What a piece of a process's memory is used for, as far as that can be told from outside. */
public enum RegionKind {
  /** Objects of the JVM: unnamed memory in the range told or guessed. */
  JAVA_HEAP("java heap"),
  /** The C library's: {@code [heap]}, and the arenas it keeps for threads. */
  C_HEAP("C heap"),
  /** Unnamed memory that a thread's stack pointer points into, or {@code [stack]}. */
  STACK("stack"),
  /** Unnamed memory that may be executed: compiled methods. */
  CODE("compiled code"),
  /** Other memory without a name: metaspace, the collector, mapped buffers. */
  ANONYMOUS("anonymous"),
  /** Memory that belongs to a file, or to one that only the process has. */
  FILE("file"),
  /** The registers of a thread that stands still. */
  REGISTERS("registers"),
  /** Not memory of a process: a heap dump. */
  DUMP("heap dump");

  private final String text;

  RegionKind(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
