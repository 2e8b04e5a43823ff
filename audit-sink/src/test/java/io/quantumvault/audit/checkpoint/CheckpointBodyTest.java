package io.quantumvault.audit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.audit.log.LogName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointBodyTest {
  private static final String SPECIFIED =
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

  @Test
  void readsAndWritesTheExampleOfTheSpecification() {
    CheckpointBody body = CheckpointBody.parse(SPECIFIED);
    assertThat(body.origin()).isEqualTo("example.com/behind-the-sofa");
    assertThat(body.size()).isEqualTo(20852163);
    assertThat(body.text()).isEqualTo(SPECIFIED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o p\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nmore\n"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> CheckpointBody.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void originsLeadBackToTheirLogs() {
    Origins origins = new Origins("example.com/audit");
    for (LogName log : new LogName[] {new LogName("signals-v1", 11), LogName.HEADS}) {
      assertThat(origins.logOf(origins.of(log))).isEqualTo(log);
    }
    assertThat(origins.of(new LogName("signals-v1", 11)))
        .isEqualTo("example.com/audit/signals-v1/11");
    assertThat(origins.logOf("example.com/other/signals-v1/11")).isNull();
    assertThat(origins.logOf("example.com/audit/signals-v1/011")).isNull();
    assertThatThrownBy(() -> new Origins("a b")).isInstanceOf(IllegalArgumentException.class);
  }
}
