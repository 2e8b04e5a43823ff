package io.quantumvault.signer.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.proof.ResumeCases;
import io.quantumvault.schemas.proof.ResumeCases.ResumeCase;
import io.quantumvault.schemas.text.AuthorisationText;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Frame;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResumeEvidenceTest {
  private static final TestOwner OWNER = new TestOwner(new TestKeys().wrapping);

  private final ResumeEvidence evidence = new ResumeEvidence(Set.of(TestOwner.DOMAIN));
  private final UUID stopId = UUID.randomUUID();
  private final byte[] text = text(TestOwner.DOMAIN);

  private byte[] text(String domain) {
    var now = OWNER.issuedAt();
    var frame =
        new Frame(
            domain,
            "http://" + domain,
            "localnet",
            OWNER.address(),
            UUID.randomUUID(),
            "00".repeat(32),
            now,
            now.plusSeconds(300));
    return AuthorisationText.of(new Binding.Resume(stopId), frame).render().getBytes(UTF_8);
  }

  private boolean ended(UUID stop, byte[] text, byte[] signature) {
    return evidence.endedAt(stop, text, signature, OWNER.address(), "localnet").isPresent();
  }

  @Test
  void theOwnersSignedWishEndsThisStop() {
    assertThat(ended(stopId, text, OWNER.sign(text))).isTrue();
  }

  static List<ResumeCase> cases() {
    return ResumeCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysOfEachCaseWhatEveryServiceSays(ResumeCase c) {
    assertThat(
            new ResumeEvidence(ResumeCases.DOMAINS)
                .endedAt(c.stopId(), c.text(), c.signature(), c.owner(), c.cluster())
                .isPresent())
        .isEqualTo(c.unproven() == null);
  }

  @Test
  void neitherAnotherStopNorAnotherDomainNorAnotherSignerDoes() {
    byte[] elsewhere = text("evil.example");
    assertThat(ended(UUID.randomUUID(), text, OWNER.sign(text))).isFalse();
    assertThat(ended(stopId, elsewhere, OWNER.sign(elsewhere))).isFalse();
    assertThat(ended(stopId, text, new TestOwner(new TestKeys().wrapping).sign(text))).isFalse();
  }

  @Test
  void anotherTextOfTheOwnerEndsNothing() {
    // Truly signed by the owner, at the right place, but it is the grant.
    byte[] grant = OWNER.grant().signedText();
    assertThat(ended(stopId, grant, OWNER.sign(grant))).isFalse();
    byte[] garbage = "lift it".getBytes(UTF_8);
    assertThat(ended(stopId, garbage, OWNER.sign(garbage))).isFalse();
    assertThat(evidence.endedAt(stopId, text, OWNER.sign(text), OWNER.address(), "mainnet"))
        .as("another cluster")
        .isEmpty();
  }

  @Test
  void aSignatureThatOnlyALenientVerifierTakesEndsNothing() {
    var lenientOnes = OWNER.nonStrict(text);
    assertThat(lenientOnes).isNotEmpty();
    for (var lenient : lenientOnes) {
      assertThat(ended(stopId, text, lenient.signature())).as(lenient.toString()).isFalse();
    }
  }
}
