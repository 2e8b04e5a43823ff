package io.quantumvault.keys.sign;

import io.quantumvault.keys.memory.KeyFileRefused;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The public keys of one kind of service, found by key id, so that an old key and its successor may
 * hold at the same time.
 */
public final class ServicePublicKeys {
  private final Map<String, byte[]> byId;

  private ServicePublicKeys(Map<String, byte[]> byId) {
    this.byId = byId;
  }

  /**
   * Loads {@code <prefix>.pub} and every {@code <prefix>-….pub} of a folder.
   *
   * @throws KeyFileRefused when the folder cannot be read or a file holds no public key
   */
  public static ServicePublicKeys loadFolder(Path folder, String prefix) {
    Map<String, byte[]> byId = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pub")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.equals(prefix + ".pub") || name.startsWith(prefix + "-")) {
          byte[] publicKey = PublicKeyFile.load(file);
          byId.put(KeyId.of(publicKey), publicKey);
        }
      }
    } catch (IOException e) {
      throw new KeyFileRefused(folder, "cannot list it");
    }
    return new ServicePublicKeys(Map.copyOf(byId));
  }

  /** The ids of the keys that were found. */
  public Set<String> keyIds() {
    return byId.keySet();
  }

  /** Whether the signature is good under the key of that id; false for an unknown id. */
  public boolean verify(String keyId, byte[] message, byte[] signature) {
    byte[] publicKey = byId.get(keyId);
    return publicKey != null && Ed25519.verify(publicKey, message, signature);
  }
}
