package io.quantumvault.keys.memory;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class NativeCallTest {
  @Test
  void aSecretIsExactlyWhatTheCallSaysItWrote() {
    int before = SecretMemory.liveCount();

    assertSecret(
            NativeCall.fillingUpTo(
                64,
                NativeCallAccess.token,
                address -> {
                  MemorySegment.ofAddress(address).reinterpret(64).fill((byte) 0xab);
                  return 3;
                }))
        .isEqualTo("ababab");
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void aCallThatWroteNothingOrTooMuchOrFailedLeavesNothing() {
    int before = SecretMemory.liveCount();
    for (int wrote : new int[] {-1, 0, 65}) {
      assertThatThrownBy(() -> NativeCall.fillingUpTo(64, NativeCallAccess.token, address -> wrote))
          .isInstanceOf(CryptoFailure.class);
    }
    assertThatThrownBy(() ->
            NativeCall.fillingUpTo(
                64,
                NativeCallAccess.token,
                address -> {
                  throw new IllegalStateException("failed");
                }))
        .hasMessage("failed");
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }
}
