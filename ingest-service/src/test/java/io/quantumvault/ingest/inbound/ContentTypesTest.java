package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContentTypesTest {
  @Test
  void jsonAndPlainTextInUtf8AreTaken() {
    assertThat(
            List.of(
                "application/json",
                "text/plain",
                "Text/PLAIN",
                "application/json;charset=utf-8",
                "text/plain; charset=\"UTF-8\"; format=flowed"))
        .allMatch(type -> ContentTypes.supported(List.of(type)));
  }

  @Test
  void everythingElseIsNot() {
    assertThat(
            List.of(
                "",
                "application/xml",
                "application/json2",
                "text/html; charset=utf-8",
                "text/plain; charset=utf-16",
                "application/json; charset=latin1; charset=utf-8"))
        .noneMatch(type -> ContentTypes.supported(List.of(type)));
  }

  @Test
  void noneAndTwoAreNot() {
    assertThat(ContentTypes.supported(List.of())).isFalse();
    assertThat(ContentTypes.supported(List.of("text/plain", "text/plain"))).isFalse();
  }
}
