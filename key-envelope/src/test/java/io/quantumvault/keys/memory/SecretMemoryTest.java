package io.quantumvault.keys.memory;

import static io.quantumvault.keys.TestSecrets.reveal;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMemoryTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 32, 64, 65, 256, 1000, 4096, 4097, 100_000})
  void isHandedOutZeroedAlsoAfterAnotherSecretLayThere(int size) {
    byte[] before = new byte[size];
    Arrays.fill(before, (byte) 0xa5);
    for (int i = 0; i < 20; i++) {
      secret(before).close();
      try (SecretMemory fresh = SecretMemory.allocate(size)) {
        assertThat(reveal(fresh)).isEqualTo(new byte[size]);
      }
    }
  }

  @Test
  void isWipedInPlaceWhenClosed() {
    SecretMemory secret = secret(new byte[] {1, 2, 3, 4});
    var place = MemorySegment.ofAddress(secret.segment().address()).reinterpret(4);
    assertThat(place.get(ValueLayout.JAVA_BYTE, 2)).isEqualTo((byte) 3);

    secret.close();

    assertThat(place.get(ValueLayout.JAVA_INT_UNALIGNED, 0)).isZero();
  }

  @Test
  void takesOwnershipAndWipesTheCallersArray() {
    byte[] heap = {1, 2, 3};

    try (SecretMemory secret = SecretMemory.takeOwnershipOf(heap)) {
      assertThat(heap).containsOnly(0);
      assertThat(reveal(secret)).containsExactly(1, 2, 3);
      assertThat(secret.size()).isEqualTo(3);
    }
  }

  @Test
  void wipesTheCallersArrayEvenWhenItRefuses() {
    byte[] tooLarge = new byte[Slabs.MAX_BYTES + 1];
    tooLarge[5] = 7;

    assertThatThrownBy(() -> SecretMemory.takeOwnershipOf(tooLarge))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(tooLarge[5]).isZero();
    assertThatThrownBy(() -> SecretMemory.allocate(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void randomSecretsDiffer() {
    try (SecretMemory one = SecretMemory.random(32);
        SecretMemory two = SecretMemory.random(32)) {
      assertThat(reveal(one)).isNotEqualTo(reveal(two)).isNotEqualTo(new byte[32]);
    }
  }

  @Test
  void aCopyOutlivesItsOriginal() {
    SecretMemory original = secret(new byte[] {9, 8});
    try (SecretMemory copy = original.copy()) {
      original.close();
      assertThat(reveal(copy)).containsExactly(9, 8);
    }
  }

  @Test
  void useAfterCloseThrows() {
    SecretMemory secret = SecretMemory.allocate(32);
    secret.close();
    secret.close();

    assertThatThrownBy(() -> Hmac.sha256(secret, new byte[1]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> reveal(secret))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("key memory is closed");
    assertThatThrownBy(secret::copy).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> SharedSecret.of(secret)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSegmentKeptFromBeforeIsDeadAfterClose() {
    SecretMemory secret = SecretMemory.allocate(32);
    var kept = secret.segment();
    secret.close();

    assertThatThrownBy(() -> kept.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void useAndCloseFromAnotherThreadThrow() throws InterruptedException {
    try (ExecutorService other = Executors.newSingleThreadExecutor();
        SecretMemory secret = SecretMemory.allocate(32)) {
      Future<byte[]> use = other.submit(() -> Hmac.sha256(secret, new byte[1]));
      Future<?> close = other.submit(secret::close);

      assertThatThrownBy(use::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IllegalStateException.class);
      assertThatThrownBy(close::get).hasCauseInstanceOf(IllegalStateException.class);
      assertThat(Hmac.sha256(secret, new byte[1])).hasSize(32);
    }
  }

  @Test
  void aSharedSecretServesAnyThreadUntilClosed() throws Exception {
    SharedSecret shared;
    try (SecretMemory secret = secret(new byte[] {5, 6})) {
      shared = SharedSecret.of(secret);
    }
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<byte[]> seen =
          other.submit(() -> {
            try (SecretMemory own = shared.copy()) {
              return reveal(own);
            }
          });
      assertThat(seen.get()).containsExactly(5, 6);
    }

    shared.close();
    assertThatThrownBy(shared::copy).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void printsNothing() {
    try (SecretMemory secret = secret("0123456789".getBytes(StandardCharsets.US_ASCII));
        SharedSecret shared = SharedSecret.of(secret)) {
      assertThat(secret).hasToString("[REDACTED]");
      assertThat(shared).hasToString("[REDACTED]");
      assertThat("" + secret).doesNotContain("0123");
    }
  }

  @Test
  void aFailureWhileFillingLeavesNothingOpen() {
    int before = SecretMemory.liveCount();

    assertThatThrownBy(() ->
            SecretMemory.filled(
                32,
                to -> {
                  throw new IllegalStateException("stop");
                }))
        .hasMessage("stop");
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }
}
