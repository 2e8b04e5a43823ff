package io.quantumvault.schemas.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.policy.Policies;
import io.quantumvault.schemas.proof.GrantCases.GrantCase;
import io.quantumvault.schemas.proof.GrantProof.Reason;
import io.quantumvault.schemas.proof.GrantProof.Result.Proven;
import io.quantumvault.schemas.proof.GrantProof.Result.Unproven;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GrantProofTest {
  private final GrantProof proof = new GrantProof(GrantCases.DOMAINS, GrantProofTest::signed);

  static boolean signed(byte[] publicKey, byte[] text, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, publicKey, 0, text, 0, text.length);
  }

  static List<GrantCase> cases() {
    return GrantCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatTheOwnerSignedIsProvenAndNothingElse(GrantCase c) {
    var result = proof.check(c.grant(), c.bot(), c.owner());
    if (c.unproven() == null) {
      assertThat(result).isEqualTo(new Proven(Policies.example()));
    } else {
      assertThat(result)
          .isInstanceOfSatisfying(
              Unproven.class, no -> assertThat(no.reason()).isEqualTo(c.unproven()));
    }
  }

  @Test
  void everyReasonHasACase() {
    assertThat(cases().stream().map(GrantCase::unproven).filter(Objects::nonNull).distinct())
        .containsExactlyInAnyOrder(Reason.values());
  }

  @Test
  void aPolicyThatCanBeReadIsToldButNotProven() {
    for (var c : cases()) {
      if (proof.check(c.grant(), c.bot(), c.owner()) instanceof Unproven no) {
        assertThat(no.claimed() == null).isEqualTo(no.reason() == Reason.POLICY_UNREADABLE);
      }
    }
  }

  @Test
  void noChangedByteOfTextOrSignatureIsProven() {
    var c = cases().getFirst();
    var g = c.grant();
    for (int i = 0; i < g.signedText().length; i++) {
      byte[] text = flipped(g.signedText(), i);
      assertThat(provenWith(c, text, g.ownerSignature())).as("byte %d of the text", i).isFalse();
    }
    for (int i = 0; i < g.ownerSignature().length; i++) {
      byte[] signature = flipped(g.ownerSignature(), i);
      assertThat(provenWith(c, g.signedText(), signature))
          .as("byte %d of the signature", i)
          .isFalse();
    }
  }

  private boolean provenWith(GrantCase c, byte[] text, byte[] signature) {
    var g = c.grant();
    var changed =
        new SignedGrant(
            g.grantId(),
            g.policyVersion(),
            g.policy(),
            g.policySha256(),
            g.expiresAt(),
            text,
            signature);
    return proof.check(changed, c.bot(), c.owner()) instanceof Proven;
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] changed = Arrays.copyOf(bytes, bytes.length);
    changed[at] ^= 1;
    return changed;
  }
}
