package io.quantumvault.signer.hardening;

import java.util.ArrayList;
import java.util.List;

/**
 * The seccomp program (classic BPF, seccomp(2)) that answers {@link RefusedCall}s. Beside them: a
 * process may get threads but no child and no namespace; what made it unreadable for others cannot
 * be undone; calls made as another architecture (32 bits, x32) end the process, since their numbers
 * mean other calls.
 */
final class SyscallFilter {
  static final int ALLOW = 0x7fff0000;
  static final int KILL_PROCESS = 0x80000000;
  static final int REFUSE = 0x00050000 | 1; // EPERM

  /** ENOSYS: the C library then starts threads by {@code clone}, whose flags can be looked at. */
  static final int UNKNOWN_CALL = 0x00050000 | 38;

  static final int LOAD_WORD = 0x20;
  static final int IF_EQUAL = 0x15;
  static final int IF_AT_LEAST = 0x35;
  static final int IF_ANY_BIT = 0x45;
  static final int RETURN = 0x06;

  /** Offsets in struct seccomp_data, whose arguments are 64 bits wide, little end first. */
  static final int CALL_NUMBER = 0;

  static final int ARCHITECTURE = 4;
  static final int FIRST_ARGUMENT = 16;

  /** Calls of the x32 ABI have this bit. */
  private static final int X32 = 0x40000000;

  static final int CLONE_THREAD = 0x00010000;

  /** NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
  static final int CLONE_NAMESPACES = 0x7e020000;

  static final int PR_SET_DUMPABLE = 4;
  static final int PR_SET_PTRACER = 0x59616d61;

  /** One instruction, struct sock_filter. */
  record Instruction(int code, int jumpIfTrue, int jumpIfFalse, int operand) {}

  private final List<Instruction> program = new ArrayList<>();

  private SyscallFilter() {}

  /** The program for a kind of processor. */
  static List<Instruction> program(Processor processor) {
    var filter = new SyscallFilter();
    filter.ownArchitectureOnly(processor);
    for (var call : RefusedCall.values()) {
      if (call.existsOn(processor)) {
        filter.answer(call.number(processor), answer(call));
      }
    }
    filter.answer(processor.clone3, UNKNOWN_CALL);
    filter.threadsOnly(processor.clone);
    filter.nothingUndone(processor.prctl);
    filter.add(RETURN, ALLOW);
    return List.copyOf(filter.program);
  }

  private static int answer(RefusedCall call) {
    return switch (call.answer()) {
      case REFUSE -> REFUSE;
      case KILL -> KILL_PROCESS;
    };
  }

  private void ownArchitectureOnly(Processor processor) {
    add(LOAD_WORD, ARCHITECTURE);
    branch(IF_EQUAL, processor.auditArchitecture, 1, 0);
    add(RETURN, KILL_PROCESS);
    add(LOAD_WORD, CALL_NUMBER);
    if (processor == Processor.X86_64) {
      branch(IF_AT_LEAST, X32, 0, 1);
      add(RETURN, KILL_PROCESS);
    }
  }

  private void answer(int call, int answer) {
    branch(IF_EQUAL, call, 0, 1);
    add(RETURN, answer);
  }

  private void threadsOnly(int clone) {
    branch(IF_EQUAL, clone, 0, 5);
    add(LOAD_WORD, FIRST_ARGUMENT);
    branch(IF_ANY_BIT, CLONE_NAMESPACES, 1, 0);
    branch(IF_ANY_BIT, CLONE_THREAD, 1, 0);
    add(RETURN, REFUSE);
    add(RETURN, ALLOW);
  }

  private void nothingUndone(int prctl) {
    branch(IF_EQUAL, prctl, 0, 4);
    add(LOAD_WORD, FIRST_ARGUMENT);
    branch(IF_EQUAL, PR_SET_DUMPABLE, 1, 0);
    branch(IF_EQUAL, PR_SET_PTRACER, 0, 1);
    add(RETURN, REFUSE);
  }

  private void add(int code, int operand) {
    program.add(new Instruction(code, 0, 0, operand));
  }

  /** Jumps are counted from the next instruction. */
  private void branch(int code, int operand, int ifTrue, int ifFalse) {
    program.add(new Instruction(code, ifTrue, ifFalse, operand));
  }
}
