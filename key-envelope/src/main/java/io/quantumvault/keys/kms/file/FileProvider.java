package io.quantumvault.keys.kms.file;

import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.choice.KmsProperties;
import io.quantumvault.keys.kms.choice.KmsProvider;
import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.resilient.Resilience;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Key files of one folder, which needs no settings. */
public final class FileProvider implements KmsProvider {
  @Override
  public Provider provider() {
    return Provider.FILE;
  }

  @Override
  public Set<String> settings() {
    return Set.of();
  }

  @Override
  public KmsSettings read(KmsProperties properties, Path keysDir) {
    return new FolderSettings(keysDir);
  }

  /** The folder is all there is to know. */
  record FolderSettings(Path keysDir) implements KmsSettings {
    @Override
    public OpenKeyManagement open() {
      return FileKeyManagement.open(keysDir);
    }

    @Override
    public Optional<KeyRotation> openRotation() {
      return Optional.empty();
    }

    @Override
    public Optional<Resilience> resilience() {
      return Optional.empty();
    }
  }
}
