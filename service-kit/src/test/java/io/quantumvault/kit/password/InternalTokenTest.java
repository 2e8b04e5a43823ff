package io.quantumvault.kit.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InternalTokenTest {
  private static final String TOKEN = "a-token-of-the-tests-as-long-as-one-is";

  @TempDir Path folder;

  private InternalToken token(String content) throws IOException {
    Path file = folder.resolve("token");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content);
    return new InternalToken(new PasswordFile(file));
  }

  @Test
  void whoeverHoldsItMayAsk() throws Exception {
    var token = token(TOKEN + "\n");
    token.check();
    assertThat(token.authorization()).isEqualTo("Bearer " + TOKEN);
    assertThat(token.isGiven(List.of(token.authorization()))).isTrue();
    assertThat(token.isGiven(List.of("bearer " + TOKEN))).isTrue();
  }

  @Test
  void nobodyElseMay() throws Exception {
    var token = token(TOKEN);
    assertThat(token.isGiven(List.of())).isFalse();
    assertThat(token.isGiven(List.of(""))).isFalse();
    assertThat(token.isGiven(List.of("Bearer "))).isFalse();
    assertThat(token.isGiven(List.of(TOKEN))).isFalse();
    assertThat(token.isGiven(List.of("Basic " + TOKEN))).isFalse();
    assertThat(token.isGiven(List.of("Bearer " + TOKEN + "x"))).isFalse();
    assertThat(token.isGiven(List.of("Bearer " + TOKEN.substring(1)))).isFalse();
    assertThat(token.isGiven(List.of("Bearer " + TOKEN, "Bearer " + TOKEN))).isFalse();
  }

  @Test
  void oneThatIsReplacedHoldsAtOnce() throws Exception {
    var token = token(TOKEN);
    String old = token.authorization();
    token(TOKEN.toUpperCase(java.util.Locale.ROOT));
    assertThat(token.isGiven(List.of(old))).isFalse();
    assertThat(token.isGiven(List.of(token.authorization()))).isTrue();
  }

  @Test
  void oneThatCouldBeGuessedOrIsMissingIsRefused() throws Exception {
    var token = token("x".repeat(InternalToken.SHORTEST - 1));
    assertThatThrownBy(token::check)
        .isInstanceOf(PasswordFileRefused.class)
        .hasMessageContaining("at least 32 characters");
    assertThatThrownBy(token::authorization).isInstanceOf(PasswordFileRefused.class);
    assertThatThrownBy(() -> token.isGiven(List.of("Bearer x")))
        .isInstanceOf(PasswordFileRefused.class);
    Files.delete(folder.resolve("token"));
    assertThatThrownBy(token::check).isInstanceOf(PasswordFileRefused.class);
  }
}
