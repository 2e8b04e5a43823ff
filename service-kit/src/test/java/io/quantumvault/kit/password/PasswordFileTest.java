package io.quantumvault.kit.password;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordFileTest {
  private static final int SOMEBODY_ELSE = 4711;

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"pässword", "pässword\n", "pässword\r\n", "pässword \t\n\n"})
  void whiteSpaceAtTheEndIsNoPartOfIt(String content) throws Exception {
    assertThat(file(content.getBytes(UTF_8)).read()).isEqualTo("pässword".toCharArray());
  }

  @Test
  void whatStandsBeforeItIs() throws Exception {
    assertThat(file(" two words\n".getBytes(UTF_8)).readForJdbc()).isEqualTo(" two words");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---"})
  void aFileThatOthersMayUseIsRefused(String mode) throws Exception {
    var file = file("secret-of-the-test".getBytes(UTF_8));
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString(mode));

    assertRefused(file, "readable by others than its owner");
  }

  @Test
  void aFileOfSomebodyElseIsRefused() throws Exception {
    var file = file("secret-of-the-test".getBytes(UTF_8));
    assumeTrue(
        Files.getAttribute(file.path(), "unix:uid").equals(0),
        "not run: not root, who alone can give a file to somebody else");
    Files.setAttribute(file.path(), "unix:uid", SOMEBODY_ELSE);

    assertRefused(file, "it belongs to another user");
  }

  @Test
  void whatALinkLeadsToIsExamined() throws Exception {
    var open = file("secret-of-the-test".getBytes(UTF_8));
    Files.setPosixFilePermissions(open.path(), PosixFilePermissions.fromString("rw-r--r--"));
    var link = new PasswordFile(Files.createSymbolicLink(dir.resolve("link"), open.path()));

    assertRefused(link, "readable by others than its owner");
  }

  @Test
  void aFileLongerThanAnyPasswordIsRefused() throws Exception {
    assertThat(file("x".repeat(4096).getBytes(UTF_8)).read()).hasSize(4096);
    assertRefused(file("x".repeat(4097).getBytes(UTF_8)), "it has 4097 bytes");
  }

  @Test
  void anEmptyFileIsRefused() throws Exception {
    assertRefused(file(new byte[0]), "it has 0 bytes");
    assertRefused(file(" \n".getBytes(UTF_8)), "it holds no password");
  }

  @Test
  void whatIsNoTextIsRefused() throws Exception {
    assertRefused(file("pässword".getBytes(ISO_8859_1)), "it is not text in UTF-8");
    assertRefused(file(new byte[] {'p', (byte) 0xc3}), "it is not text in UTF-8");
  }

  @Test
  void whatIsNoPlainFileIsRefused() {
    assertRefused(new PasswordFile(dir), "it is not a plain file");
    assertRefused(new PasswordFile(dir.resolve("missing")), "it does not exist");
  }

  private static void assertRefused(PasswordFile file, String why) {
    assertThatThrownBy(file::check)
        .isInstanceOf(PasswordFileRefused.class)
        .hasMessageContaining(file.path().toString())
        .hasMessageContaining(why)
        .hasMessageNotContaining("secret-of-the-test");
    assertThatThrownBy(file::readForJdbc).isInstanceOf(PasswordFileRefused.class);
  }

  private PasswordFile file(byte[] content) throws IOException {
    var file = Files.createTempFile(dir, "password", "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return new PasswordFile(Files.write(file, content));
  }
}
