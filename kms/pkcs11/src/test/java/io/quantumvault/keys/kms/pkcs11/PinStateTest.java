package io.quantumvault.keys.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinStateTest {
  /** CKF_USER_PIN_COUNT_LOW is 0x10000, FINAL_TRY 0x20000, LOCKED 0x40000; SO_PIN_ is 0x700000. */
  @ParameterizedTest
  @CsvSource({
    "0x0, USABLE",
    "0x42d, USABLE",
    "0x10000, USABLE",
    "0x20000, FINAL_TRY",
    "0x3042d, FINAL_TRY",
    "0x40000, LOCKED",
    "0x60000, LOCKED",
    "0x7042d, LOCKED",
    "0x700000, USABLE",
    "0x80000, USABLE"
  })
  void isReadOffTheFlagsOfTheToken(String flags, PinState state) {
    assertThat(PinState.of(Long.decode(flags))).isEqualTo(state);
  }
}
