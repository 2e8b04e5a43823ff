package io.quantumvault.keys.nonstrict;

import static io.quantumvault.keys.TestSecrets.bytes;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.sign.Ed25519;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NonStrictSignatureTest {
  private final Random random = TestSecrets.random(NonStrictSignatureTest.class);

  @Test
  void aLenientVerifierTakesEveryOneAndTheStrictRuleNone() {
    for (int i = 0; i < 20; i++) {
      byte[] seed = bytes(random, 32);
      byte[] message = bytes(random, 1 + random.nextInt(100));
      List<NonStrictSignature> all = new ArrayList<>(NonStrictSignature.underKeyOf(seed, message));
      all.add(NonStrictSignature.ofNobody());
      all.add(NonStrictSignature.underMixedKey(seed, message));

      assertThat(all)
          .extracting(NonStrictSignature::kind)
          .containsExactlyInAnyOrder(NonStrictSignature.Kind.values());
      for (NonStrictSignature one : all) {
        assertThat(ExactEquation.holdsLeniently(one.publicKey(), message, one.signature()))
            .as(one.toString())
            .isTrue();
        assertThat(ExactEquation.holds(one.publicKey(), message, one.signature())).isFalse();
        assertThat(Ed25519.verify(one.publicKey(), message, one.signature()))
            .as(one.toString())
            .isFalse();
      }
    }
  }

  @Test
  void thoseUnderAKeyAreUnderTheKeyOfTheSeed() {
    byte[] seed = bytes(random, 32);
    byte[] message = bytes(random, 10);
    try (SecretMemory key = secret(seed)) {
      byte[] publicKey = Ed25519.publicKey(key);
      assertThat(NonStrictSignature.underKeyOf(seed, message))
          .allSatisfy(one -> assertThat(one.publicKey()).isEqualTo(publicKey));
      byte[] good = Ed25519.sign(key, publicKey, message);
      byte[] malleated = NonStrictSignature.plusOrder(good);
      assertThat(ExactEquation.holdsLeniently(publicKey, message, malleated)).isTrue();
      assertThat(Arrays.copyOf(malleated, 32)).isEqualTo(Arrays.copyOf(good, 32));
      assertThat(Ed25519.verify(publicKey, message, malleated)).isFalse();
    }
  }
}
