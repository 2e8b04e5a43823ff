package io.quantumvault.signer.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.hardening.FilterRun.Call;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyscallFilterTest {
  private static final int LAST_CALL = 0x3ff;
  private static final int I386 = 0x40000003;
  private static final int ARM_32 = 0x40000028;

  /** What pthread_create and fork(2) ask for. */
  private static final int THREAD = 0x3d0f00;

  private static final int CHILD = 0x01200011;
  private static final int NEWUSER = 0x10000000;

  @ParameterizedTest
  @EnumSource
  void everyListedCallIsRefusedAndEveryOtherIsNot(Processor processor) {
    var listed = new HashMap<Integer, Integer>();
    for (var call : RefusedCall.values()) {
      if (call.existsOn(processor)) {
        listed.put(
            call.number(processor),
            switch (call.answer()) {
              case KILL -> SyscallFilter.KILL_PROCESS;
              case REFUSE -> SyscallFilter.REFUSE;
            });
      }
    }
    listed.put(processor.clone3, SyscallFilter.UNKNOWN_CALL);

    for (int number = 0; number <= LAST_CALL; number++) {
      assertThat(answer(processor, number, THREAD))
          .as("call %d", number)
          .isEqualTo(listed.getOrDefault(number, SyscallFilter.ALLOW));
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsOfAnotherArchitectureEndTheProcess(Processor processor) {
    var filter = new FilterRun(SyscallFilter.program(processor));
    for (int other : new int[] {0, I386, ARM_32}) {
      assertThat(filter.answer(new Call(other, 0, 0))).isEqualTo(SyscallFilter.KILL_PROCESS);
    }
    Arrays.stream(Processor.values())
        .filter(other -> other != processor)
        .forEach(other ->
            assertThat(filter.answer(new Call(other.auditArchitecture, 0, 0)))
                .isEqualTo(SyscallFilter.KILL_PROCESS));
  }

  @Test
  void callsOfX32EndTheProcess() {
    for (int number : new int[] {0x40000000, 0x40000000 | 59, 0x40000000 | 520, -1}) {
      assertThat(answer(Processor.X86_64, number, 0)).isEqualTo(SyscallFilter.KILL_PROCESS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void threadsStartAndChildrenAndNamespacesDoNot(Processor processor) {
    assertThat(answer(processor, processor.clone, THREAD)).isEqualTo(SyscallFilter.ALLOW);
    assertThat(answer(processor, processor.clone, CHILD)).isEqualTo(SyscallFilter.REFUSE);
    assertThat(answer(processor, processor.clone, 0x4111)).isEqualTo(SyscallFilter.REFUSE);
    assertThat(answer(processor, processor.clone, THREAD | NEWUSER))
        .isEqualTo(SyscallFilter.REFUSE);
  }

  @ParameterizedTest
  @EnumSource
  void whatMadeTheProcessUnreadableCannotBeUndone(Processor processor) {
    assertThat(answer(processor, processor.prctl, SyscallFilter.PR_SET_DUMPABLE))
        .isEqualTo(SyscallFilter.REFUSE);
    assertThat(answer(processor, processor.prctl, SyscallFilter.PR_SET_PTRACER))
        .isEqualTo(SyscallFilter.REFUSE);
    assertThat(answer(processor, processor.prctl, 15))
        .as("a thread's name")
        .isEqualTo(SyscallFilter.ALLOW);
  }

  @Test
  void theTablesNameEachNumberOnce() {
    for (var processor : Processor.values()) {
      Map<Integer, RefusedCall> seen = new HashMap<>();
      for (var call : RefusedCall.values()) {
        if (call.existsOn(processor)) {
          assertThat(seen.put(call.number(processor), call)).as("%s", call).isNull();
        }
      }
    }
  }

  private static int answer(Processor processor, int number, int firstArgument) {
    return new FilterRun(SyscallFilter.program(processor))
        .answer(new Call(processor.auditArchitecture, number, firstArgument));
  }
}
