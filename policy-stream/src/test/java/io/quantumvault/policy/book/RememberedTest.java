package io.quantumvault.policy.book;

import static io.quantumvault.policy.decision.Cases.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.policy.book.Remembered.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RememberedTest {
  private final BotBook book = new BotBook();

  @Test
  void ofAnAlertItsSignalContentAndMessageAreRemembered() {
    var imprint = imprint(new UUID(3, 3), NOW);

    assertThat(Remembered.of(imprint, NOW))
        .containsExactly(
            new Remembered(Kind.SIGNAL, new UUID(1, 1), NOW, NOW.plus(Duration.ofMinutes(30))),
            new Remembered(Kind.CONTENT, new UUID(2, 2), NOW, NOW.plus(Duration.ofMinutes(3))),
            new Remembered(Kind.NONCE, new UUID(3, 3), NOW, NOW.plus(Duration.ofHours(72))));
    assertThat(Remembered.of(imprint(null, NOW), NOW))
        .extracting(Remembered::kind)
        .containsExactly(Kind.SIGNAL, Kind.CONTENT);
  }

  @Test
  void whatIsForgottenStillRefusesThoughTheClockGoesBack() {
    Remembered.of(imprint(null, NOW), NOW).forEach(book::forgot);

    assertThat(book.beyondMemory(imprint(null, NOW))).isTrue();
    assertThat(book.beyondMemory(received(NOW.plusSeconds(9), NOW)))
        .as("a signal's own time counts too")
        .isTrue();
    assertThat(book.beyondMemory(received(NOW, NOW.plusSeconds(9)))).isTrue();
    assertThat(book.beyondMemory(received(NOW.plusMillis(1), NOW.plusMillis(1)))).isFalse();
  }

  @Test
  void theWatermarkNeverFalls() {
    Remembered.of(imprint(null, NOW), NOW).forEach(book::forgot);
    Remembered.of(imprint(null, NOW.minusSeconds(60)), NOW).forEach(book::forgot);

    assertThat(book.beyondMemory(received(NOW, NOW.plusSeconds(1)))).isTrue();
  }

  @Test
  void anAlertAheadOfTheClockRefusesItsLikeToo() {
    var ahead = NOW.plusSeconds(10);
    var content = Remembered.of(received(ahead, NOW), NOW).get(1);

    assertThat(content.until()).isEqualTo(ahead.plus(Duration.ofMinutes(3)));
    book.forgot(content);
    assertThat(book.beyondMemory(received(ahead, ahead))).isTrue();
  }

  @Test
  void anAlertFromAFarFutureNeitherStaysForEverNorShutsOutHonestOnes() {
    var farAhead = NOW.plus(Duration.ofDays(3650));
    var content = Remembered.of(received(farAhead, NOW), NOW).get(1);

    assertThat(content.until()).isEqualTo(NOW.plus(Duration.ofMinutes(3)));
    book.forgot(content);
    assertThat(book.beyondMemory(received(NOW.plusSeconds(181), NOW.plusSeconds(181)))).isFalse();
  }

  @Test
  void aForgottenMessageIdRaisesNothing() {
    book.forgot(new Remembered(Kind.NONCE, new UUID(3, 3), NOW, NOW));

    assertThat(book.beyondMemory(imprint(null, NOW.minusSeconds(1)))).isFalse();
  }

  @Test
  void anIdSurvivesItsBytes() {
    for (var id : Remembered.of(imprint(new UUID(3, 3), NOW), NOW)) {
      byte[] bytes = RememberedCodec.encode(id);

      assertThat(RememberedCodec.decode(Kind.of(id.kind().letter()), id.id(), bytes)).isEqualTo(id);
      bytes[0] = 9;
      assertThatThrownBy(() -> RememberedCodec.decode(id.kind(), id.id(), bytes))
          .isInstanceOf(CorruptState.class);
      assertThatThrownBy(() -> RememberedCodec.decode(id.kind(), id.id(), new byte[3]))
          .isInstanceOf(CorruptState.class);
    }
    assertThatThrownBy(() -> Kind.of('x')).isInstanceOf(CorruptState.class);
  }

  private static Imprint imprint(@Nullable UUID nonce, Instant time) {
    return new Imprint(new UUID(1, 1), nonce, new UUID(2, 2), time, time);
  }

  private static Imprint received(Instant alertTime, Instant receivedAt) {
    return new Imprint(new UUID(1, 1), null, new UUID(2, 2), alertTime, receivedAt);
  }
}
