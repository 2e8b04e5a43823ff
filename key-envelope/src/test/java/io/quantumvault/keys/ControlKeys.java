package io.quantumvault.keys;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.SecretMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Key management with a {@code control} key, and single-bit changes. */
public final class ControlKeys {
  private ControlKeys() {}

  public static FileKeyManagement in(Path folder) {
    FileKmsKeys.create(KeyName.CONTROL, 1, folder, folder);
    return FileKeyManagement.open(folder);
  }

  /** The one of the golden slots. */
  public static FileKeyManagement golden(Path folder) {
    Properties slots = Golden.file("umk-slots");
    try (SecretMemory key = TestSecrets.secret(Golden.bytes(slots, "controlKey"))) {
      KeyFile.create(
          folder.resolve("kms-control-v" + slots.getProperty("controlVersion") + ".key"), key);
    }
    return FileKeyManagement.open(folder);
  }

  public static List<byte[]> flipped(byte[] bytes) {
    List<byte[]> all = new ArrayList<>();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      all.add(changed);
    }
    return all;
  }
}
