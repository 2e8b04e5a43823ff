package io.quantumvault.audit.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.nonstrict.NonStrictSignature;
import io.quantumvault.keys.sign.ServiceKey;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceNoteKeyTest {
  private static final byte[] NOTE = "example.org/log\n1\n".getBytes(UTF_8);

  @TempDir Path folder;

  @Test
  void onlyWhatTheStrictRuleTakesIsASignatureOfTheKey() throws Exception {
    Path file = folder.resolve("checkpoint.key");
    ServiceKey.create(file);
    byte[] seed = Files.readAllBytes(file);
    try (ServiceKey key = ServiceKey.load(file)) {
      var note = new ServiceNoteKey(key);
      assertThat(note.verify(NOTE, note.sign(NOTE))).isTrue();
      for (var lenient : NonStrictSignature.underKeyOf(seed, NOTE)) {
        assertThat(lenient.publicKey()).isEqualTo(note.publicKey());
        assertThat(note.verify(NOTE, lenient.signature())).as(lenient.toString()).isFalse();
      }
    }
  }
}
