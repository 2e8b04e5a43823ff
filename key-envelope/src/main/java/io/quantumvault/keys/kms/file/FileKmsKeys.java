package io.quantumvault.keys.kms.file;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.PublicFile;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.X25519;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes the key files of the {@code file} provider. */
public final class FileKmsKeys {
  private FileKmsKeys() {}

  /**
   * Makes one version of a key: for {@code execution} and {@code webhook} the private half in the
   * unwrapping service's folder and the public half in the wrapping service's; for {@code control}
   * one symmetric key in the wrapping service's folder.
   *
   * @throws KeyFileRefused when a file exists: nothing is ever overwritten
   */
  public static void create(KeyName name, int version, Path unwrapperDir, Path wrapperDir) {
    makeFolder(wrapperDir);
    try (SecretMemory key = SecretMemory.random(KeyFile.KEY_BYTES)) {
      switch (name) {
        case CONTROL -> KeyFile.create(new KmsFileName(name, version, true).in(wrapperDir), key);
        case EXECUTION, WEBHOOK -> {
          makeFolder(unwrapperDir);
          KeyFile.create(new KmsFileName(name, version, true).in(unwrapperDir), key);
          PublicFile.create(
              new KmsFileName(name, version, false).in(wrapperDir), X25519.publicKey(key));
        }
      }
    }
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new KeyFileRefused(folder, "cannot create the folder");
    }
  }
}
