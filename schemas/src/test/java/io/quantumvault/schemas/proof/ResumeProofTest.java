package io.quantumvault.schemas.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.proof.ResumeCases.ResumeCase;
import io.quantumvault.schemas.proof.ResumeProof.Reason;
import io.quantumvault.schemas.proof.ResumeProof.Result;
import io.quantumvault.schemas.proof.ResumeProof.Result.Proven;
import io.quantumvault.schemas.proof.ResumeProof.Result.Unproven;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResumeProofTest {
  private final ResumeProof proof = new ResumeProof(ResumeCases.DOMAINS, GrantProofTest::signed);

  static List<ResumeCase> cases() {
    return ResumeCases.all();
  }

  private Result result(ResumeCase c, byte[] text) {
    return proof.check(c.stopId(), text, c.signature(), c.cluster(), c.owner());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatTheOwnerSignedEndsTheStopAndNothingElse(ResumeCase c) {
    var result = result(c, c.text());
    if (c.unproven() == null) {
      assertThat(result).isInstanceOf(Proven.class);
      var issuedAt = ((Proven) result).issuedAt().toString().replace("Z", "");
      assertThat(new String(c.text(), UTF_8)).contains("Issued At: " + issuedAt);
    } else {
      assertThat(result).isEqualTo(new Unproven(c.unproven()));
    }
  }

  @Test
  void everyReasonHasACase() {
    assertThat(cases().stream().map(ResumeCase::unproven).filter(Objects::nonNull).distinct())
        .containsExactlyInAnyOrder(Reason.values());
  }

  @Test
  void noChangedByteEndsAStop() {
    var c = cases().getFirst();
    for (int i = 0; i < c.text().length; i++) {
      byte[] text = c.text().clone();
      text[i] ^= 1;
      assertThat(result(c, text)).as("byte %d", i).isInstanceOf(Unproven.class);
    }
  }
}
