package io.quantumvault.keys.kms.transit;

import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.choice.KmsProperties;
import io.quantumvault.keys.kms.choice.KmsProvider;
import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.resilient.Resilience;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Transit engine; the local secrets are in the service's key folder. */
public final class TransitProvider implements KmsProvider {
  @Override
  public Provider provider() {
    return Provider.TRANSIT;
  }

  @Override
  public Set<String> settings() {
    return Set.of(
        "transit.address",
        "transit.mount",
        "transit.key-prefix",
        "transit.token-file",
        "transit.ca-file");
  }

  @Override
  public KmsSettings read(KmsProperties properties, Path keysDir) {
    URI address = properties.address("transit.address");
    Path tokenFile = properties.path("transit.token-file");
    @Nullable Path caFile = properties.pathOrNull("transit.ca-file");
    TransitSettings server =
        KmsProperties.checked(
            "transit.*",
            () ->
                new TransitSettings(
                    address,
                    properties.or("transit.mount", "transit"),
                    properties.or("transit.key-prefix", "quantumvault-"),
                    tokenFile,
                    caFile,
                    properties.connectLimit(),
                    properties.callLimit()));
    return new ServerSettings(server, keysDir, Optional.of(properties.resilience()));
  }

  /** The engine, and the folder of the local secrets. */
  record ServerSettings(TransitSettings server, Path keysDir, Optional<Resilience> resilience)
      implements KmsSettings {
    @Override
    public OpenKeyManagement open() {
      return TransitKeyManagement.open(server, keysDir);
    }

    @Override
    public Optional<KeyRotation> openRotation() {
      return Optional.of(TransitKeyRotation.open(server));
    }
  }
}
