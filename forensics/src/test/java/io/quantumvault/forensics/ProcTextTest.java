package io.quantumvault.forensics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as kernels wrote them. */
class ProcTextTest {
  @Test
  void aMappingOfAFile() {
    Mapping mapping =
        Mapping.parse(
            "5f001000-5fd95000 rw-p 00001000 fe:00 328742                             /usr/lib/j v m/classes.jsa");

    assertThat(mapping)
        .isEqualTo(new Mapping(0x5f001000L, 0x5fd95000L, "rw-p", "/usr/lib/j v m/classes.jsa"));
    assertThat(mapping.isAnonymous()).isFalse();
    assertThat(mapping.mayHideItsPages()).isFalse();
  }

  @Test
  void aMappingWithoutAName() {
    Mapping mapping = Mapping.parse("7fe83c000000-7fe83c633000 rw-p 00000000 00:00 0 ");

    assertThat(mapping.isAnonymous()).isTrue();
    assertThat(mapping.looksLikeArena()).isTrue();
    assertThat(mapping.contains(0x7fe83c000000L)).isTrue();
    assertThat(mapping.contains(0x7fe83c633000L)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "7ffe1-7ffe2 r--p 00000000 00:00 0 [vvar], true, false",
    "7ffe1-7ffe2 r--p 00000000 00:00 0 [vvar_vclock], true, false",
    "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall], true, false",
    "7ffe1-7ffe2 rw-p 00000000 00:00 0 [stack], false, false",
    "7f1-7f2 rw-s 00000000 00:10 91 /secretmem (deleted), false, true",
    "7f1-7f2 rw-s 00000000 00:01 5 /memfd:x (deleted), false, true",
    "7f1-7f2 r--s 00000000 fe:00 5 /usr/lib/jvm/modules, false, false"
  })
  void whatIsTheKernelsAndWhatMayHidePages(String line, boolean kernels, boolean hides) {
    assertThat(Mapping.parse(line).isKernels()).isEqualTo(kernels);
    assertThat(Mapping.parse(line).mayHideItsPages()).isEqualTo(hides);
  }

  @Test
  void stateAndTimeOfAProcessWithAnyName() {
    String line =
        "11435 (a) R (b ) T 5358 11435 2931 34816 11435 4194304 21002 0 4 0 731 92 0 0 20 0 25 0 862"
            + " 3200 0 0 0";

    assertThat(TaskStat.parse(line)).isEqualTo(new TaskStat('T', 731 + 92));
    assertThat(TaskStat.parse(line).standsStill()).isTrue();
    assertThat(TaskStat.parse(line.replace(") T", ") S")).standsStill()).isFalse();
  }

  @Test
  void aRangeOfAddresses() {
    assertThat(AddressRange.parse("f8000000-100000000"))
        .isEqualTo(new AddressRange(0xf8000000L, 0x100000000L));
  }
}
