package io.quantumvault.signer.hardening;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.quantumvault.signer.hardening.SyscallFilter.Instruction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Gives the kernel a filter of this process's system calls; there is no way to take it back. */
final class Seccomp {
  private static final long SET_MODE_FILTER = 1;

  /** All threads there are, not only this one and those it starts. */
  private static final long ALL_THREADS = 1;

  private static final int INSTRUCTION_BYTES = 8;

  private Seccomp() {}

  /**
   * Binds every thread, those of the JVM too. Needs no new privileges to have been given up.
   *
   * @return false where kernel or processor has no such filter
   */
  static boolean install() {
    return Processor.ofThisMachine().map(Seccomp::install).orElse(false)
        && ProcessStatus.everyThreadFiltered();
  }

  private static boolean install(Processor processor) {
    try (var arena = Arena.ofConfined()) {
      var program = encode(SyscallFilter.program(processor), arena);
      long length = program.byteSize() / INSTRUCTION_BYTES;
      // struct sock_fprog: the number of instructions, and where they are.
      var header = arena.allocate(16, 8);
      header.set(JAVA_SHORT, 0, (short) length);
      header.set(ADDRESS, 8, program);
      return Libc.call(p -> p.seccomp, SET_MODE_FILTER, ALL_THREADS, header.address(), 0) == 0;
    }
  }

  private static MemorySegment encode(List<Instruction> program, Arena arena) {
    var bytes = arena.allocate((long) program.size() * INSTRUCTION_BYTES, 8);
    long at = 0;
    for (var instruction : program) {
      bytes.set(JAVA_SHORT, at, (short) instruction.code());
      bytes.set(JAVA_BYTE, at + 2, (byte) instruction.jumpIfTrue());
      bytes.set(JAVA_BYTE, at + 3, (byte) instruction.jumpIfFalse());
      bytes.set(JAVA_INT, at + 4, instruction.operand());
      at += INSTRUCTION_BYTES;
    }
    return bytes;
  }
}
