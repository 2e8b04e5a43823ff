package io.quantumvault.signer.hardening;

import io.quantumvault.signer.hardening.SyscallFilter.Instruction;
import java.util.List;

/** Runs a seccomp program as the kernel does, to see what it answers. */
record FilterRun(List<Instruction> program) {
  /**
   * A system call.
   *
   * @param firstArgument its lower half, which is all that the calls looked at take
   */
  record Call(int architecture, int number, int firstArgument) {
    private int word(int offset) {
      return switch (offset) {
        case SyscallFilter.CALL_NUMBER -> number;
        case SyscallFilter.ARCHITECTURE -> architecture;
        case SyscallFilter.FIRST_ARGUMENT -> firstArgument;
        default -> throw new IllegalArgumentException("offset " + offset);
      };
    }
  }

  int answer(Call call) {
    int accumulator = 0;
    for (int at = 0; ; at++) {
      var one = program.get(at);
      switch (one.code()) {
        case SyscallFilter.LOAD_WORD -> accumulator = call.word(one.operand());
        case SyscallFilter.RETURN -> {
          return one.operand();
        }
        default -> at += holds(one, accumulator) ? one.jumpIfTrue() : one.jumpIfFalse();
      }
    }
  }

  private static boolean holds(Instruction one, int accumulator) {
    return switch (one.code()) {
      case SyscallFilter.IF_EQUAL -> accumulator == one.operand();
      case SyscallFilter.IF_AT_LEAST -> Integer.compareUnsigned(accumulator, one.operand()) >= 0;
      case SyscallFilter.IF_ANY_BIT -> (accumulator & one.operand()) != 0;
      default -> throw new IllegalArgumentException("code " + one.code());
    };
  }
}
