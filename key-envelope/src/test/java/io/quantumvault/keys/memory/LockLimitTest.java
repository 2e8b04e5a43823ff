package io.quantumvault.keys.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockLimitTest {
  @Test
  void saysTheNumberThatIsNeededInEveryUnitOfThoseWhoSetIt() {
    assertThat(LockLimit.refusal(65_536, 16_384, 57_344, 1_300_000))
        .contains("needs 1300480 bytes", "the limit is 65536", "ulimit -l 1270")
        .contains("LimitMEMLOCK=1300480", "memlock=1300480");
  }

  @Test
  void whatIsInUseCountsWhenItIsMoreThanUsual() {
    assertThat(LockLimit.refusal(1 << 20, 1 << 20, 4096, 1_000_000))
        .contains("needs 1052672 bytes");
  }

  @Test
  void doesNotBlameALimitThatIsHighEnough() {
    assertThat(LockLimit.refusal(Long.MAX_VALUE, 0, 4096, 1_000_000))
        .doesNotContain("RLIMIT_MEMLOCK")
        .contains("refused 4096 bytes");
  }
}
