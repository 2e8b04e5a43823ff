package io.quantumvault.policy.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {
  @TempDir Path dir;

  @Test
  void theFilesPasswordIsAnsweredWithoutItsLineEnd() throws Exception {
    var file = Files.writeString(dir.resolve("a \"quoted\" name"), "s3cret pässword\n");
    var name = new NameCallback("user");
    var password = new PasswordCallback("password", false);

    handler(file).handle(new Callback[] {name, password});

    assertThat(name.getName()).isEqualTo("policy-stream");
    assertThat(password.getPassword()).isEqualTo("s3cret pässword".toCharArray());
  }

  @Test
  void theSettingDoesNotHoldThePassword() throws Exception {
    var file = Files.writeString(dir.resolve("password"), "s3cret");

    assertThat(PasswordFile.jaas("policy-stream", file)).doesNotContain("s3cret");
  }

  @Test
  void withoutTheFileNobodySignsIn() {
    var missing = handler(dir.resolve("missing"));

    assertThatThrownBy(
            () -> missing.handle(new Callback[] {new PasswordCallback("password", false)}))
        .isInstanceOf(UncheckedIOException.class);
  }

  private static PasswordFile handler(Path file) {
    var handler = new PasswordFile();
    var context =
        JaasContext.loadClientContext(
            Map.of("sasl.jaas.config", new Password(PasswordFile.jaas("policy-stream", file))));
    handler.configure(Map.of(), "SCRAM-SHA-512", context.configurationEntries());
    return handler;
  }
}
