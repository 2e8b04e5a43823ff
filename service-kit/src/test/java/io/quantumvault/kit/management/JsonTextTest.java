package io.quantumvault.kit.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonTextTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void anotherReaderReadsWhatWasWritten() {
    var every = new StringBuilder();
    for (char c = 0; c < 0x3000; c++) {
      every.append(c);
    }
    var texts = List.of("", "a \"b\" \\ c", "line\nline\r\t", "\u2028 é 𝄞", every.toString());

    String[] read = JSON.readValue(JsonText.array(texts), String[].class);

    assertThat(read).containsExactlyElementsOf(texts);
  }

  @Test
  void nothingIsAnEmptyList() {
    assertThat(JsonText.array(List.of())).isEqualTo("[]");
  }
}
