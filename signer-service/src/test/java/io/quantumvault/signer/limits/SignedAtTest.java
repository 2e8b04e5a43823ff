package io.quantumvault.signer.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignedAtTest {
  private static final Set<String> DOMAINS = Set.of("localhost:8080", "vault.example");

  private static String objection(SignedAt... live) {
    return SignedAt.objection(List.of(live), "devnet", DOMAINS).orElse("");
  }

  @Test
  void noneAndAnyThatFitsAreNoObjection() {
    assertThat(objection()).isEmpty();
    assertThat(
            objection(
                new SignedAt("mainnet", "vault.example"),
                new SignedAt("devnet", "elsewhere"),
                new SignedAt("devnet", "vault.example")))
        .isEmpty();
  }

  @Test
  void whereNoneFitsItIsSaidWhatTheyAreAndWhatIsConfigured() {
    assertThat(
            objection(
                new SignedAt("mainnet", "vault.example"), new SignedAt("devnet", "localhost:9")))
        .contains("for devnet and grants signed at localhost:8080, vault.example")
        .contains("mainnet, signed at vault.example")
        .contains("devnet, signed at localhost:9")
        .contains("quantumvault.signer.origins");
  }
}
