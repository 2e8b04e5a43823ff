package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.choice.KmsProperties;
import io.quantumvault.keys.kms.choice.KmsProvider;
import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.resilient.Resilience;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** A PKCS#11 token; its keys are in it, nothing of it in the service's key folder. */
public final class Pkcs11Provider implements KmsProvider {
  /** For rotation alone: the token of the service that wraps, where it is another one. */
  private static final String WRAPPING_LABEL = "pkcs11.wrapping-token-label";

  @Override
  public Provider provider() {
    return Provider.PKCS11;
  }

  @Override
  public Set<String> settings() {
    return Set.of(
        "pkcs11.library",
        "pkcs11.token-label",
        "pkcs11.pin-file",
        WRAPPING_LABEL,
        "pkcs11.wrapping-pin-file");
  }

  @Override
  public KmsSettings read(KmsProperties properties, Path keysDir) {
    Pkcs11Settings token = token(properties, "pkcs11.token-label", "pkcs11.pin-file");
    Optional<Pkcs11Settings> wrapping =
        Optional.ofNullable(properties.text(WRAPPING_LABEL))
            .map(label ->
                label.equals(token.tokenLabel())
                    ? token
                    : token(properties, WRAPPING_LABEL, "pkcs11.wrapping-pin-file"));
    return new TokenSettings(token, wrapping, Optional.of(properties.resilience()));
  }

  private static Pkcs11Settings token(KmsProperties properties, String label, String pinFile) {
    return KmsProperties.checked(
        "pkcs11.*",
        () ->
            new Pkcs11Settings(
                properties.path("pkcs11.library"),
                properties.required(label),
                properties.path(pinFile)));
  }

  /**
   * The token.
   *
   * @param wrapping the token of the service that wraps what this one unwraps
   */
  record TokenSettings(
      Pkcs11Settings token, Optional<Pkcs11Settings> wrapping, Optional<Resilience> resilience)
      implements KmsSettings {
    @Override
    public Optional<KeyRotation> openRotation() {
      Pkcs11Settings wraps =
          wrapping.orElseThrow(() ->
              KmsProperties.refused(
                  WRAPPING_LABEL,
                  "is missing: rotation puts public halves into the token of the service that wraps, name it (the label of pkcs11.token-label again where one token serves both)"));
      return Optional.of(Pkcs11KeyRotation.open(token, wraps, InstantSource.system()));
    }

    @Override
    public OpenKeyManagement open() {
      return Pkcs11KeyManagement.open(token, InstantSource.system());
    }
  }
}
