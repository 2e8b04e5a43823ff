package io.quantumvault.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.kit.password.PasswordFileRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileSignInTest {
  @TempDir Path dir;

  @Test
  void theFilesPasswordIsAnsweredWithoutItsLineEnd() throws Exception {
    var file = file("a \"quoted\" \\ name", "s3cret pässword\n");
    var name = new NameCallback("user");
    var password = new PasswordCallback("password", false);

    handler(file).handle(new Callback[] {name, password});

    assertThat(name.getName()).isEqualTo("policy-stream");
    assertThat(password.getPassword()).isEqualTo("s3cret pässword".toCharArray());
  }

  @Test
  void aChangedFileIsAnsweredAtTheNextConnection() throws Exception {
    var file = file("password", "before");
    var handler = handler(file);
    var password = new PasswordCallback("password", false);
    handler.handle(new Callback[] {password});

    Files.writeString(file, "after");
    handler.handle(new Callback[] {password});

    assertThat(password.getPassword()).isEqualTo("after".toCharArray());
  }

  @Test
  void theSettingDoesNotHoldThePassword() throws Exception {
    var file = file("password", "s3cret");

    assertThat(PasswordFileSignIn.jaas("policy-stream", file)).doesNotContain("s3cret");
  }

  @Test
  void withoutTheFileNobodySignsIn() {
    var missing = handler(dir.resolve("missing"));

    assertThatThrownBy(
            () -> missing.handle(new Callback[] {new PasswordCallback("password", false)}))
        .isInstanceOf(PasswordFileRefused.class);
  }

  private Path file(String name, String content) throws IOException {
    var file =
        Files.createFile(
            dir.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  private static PasswordFileSignIn handler(Path file) {
    var handler = new PasswordFileSignIn();
    var context =
        JaasContext.loadClientContext(
            Map.of(
                "sasl.jaas.config", new Password(PasswordFileSignIn.jaas("policy-stream", file))));
    handler.configure(Map.of(), "SCRAM-SHA-512", context.configurationEntries());
    return handler;
  }
}
