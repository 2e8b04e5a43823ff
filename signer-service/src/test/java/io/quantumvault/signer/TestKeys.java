package io.quantumvault.signer;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Both halves of an execution key, for tests that need no database. */
public final class TestKeys {
  public final FileKeyManagement unwrapping;
  public final FileKeyManagement wrapping;

  public TestKeys() {
    try {
      var keys = Files.createTempDirectory("keys");
      FileKmsKeys.create(KeyName.EXECUTION, 1, keys.resolve("signer"), keys.resolve("control"));
      unwrapping = FileKeyManagement.open(keys.resolve("signer"));
      wrapping = FileKeyManagement.open(keys.resolve("control"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
