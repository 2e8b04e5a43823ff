package io.quantumvault.keys.kms.pkcs11;

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
  @Override
  public Provider provider() {
    return Provider.PKCS11;
  }

  @Override
  public Set<String> settings() {
    return Set.of("pkcs11.library", "pkcs11.token-label", "pkcs11.pin-file");
  }

  @Override
  public KmsSettings read(KmsProperties properties, Path keysDir) {
    Pkcs11Settings token =
        KmsProperties.checked(
            "pkcs11.*",
            () ->
                new Pkcs11Settings(
                    properties.path("pkcs11.library"),
                    properties.required("pkcs11.token-label"),
                    properties.path("pkcs11.pin-file")));
    return new TokenSettings(token, Optional.of(properties.resilience()));
  }

  /** The token. */
  record TokenSettings(Pkcs11Settings token, Optional<Resilience> resilience)
      implements KmsSettings {
    @Override
    public OpenKeyManagement open() {
      return Pkcs11KeyManagement.open(token, InstantSource.system());
    }
  }
}
