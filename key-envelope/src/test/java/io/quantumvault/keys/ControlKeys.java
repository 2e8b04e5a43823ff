package io.quantumvault.keys;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.SecretMemory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;

/** Key management with a {@code control} key, and single-bit changes. */
public final class ControlKeys {
  private ControlKeys() {}

  public static FileKeyManagement in(Path folder) {
    FileKmsKeys.create(KeyName.CONTROL, 1, folder, folder);
    return FileKeyManagement.open(folder, hurriedClock());
  }

  /** The one of the golden slots. */
  public static FileKeyManagement golden(Path folder) {
    Properties slots = Golden.file("umk-slots");
    try (SecretMemory key = TestSecrets.secret(Golden.bytes(slots, "controlKey"))) {
      KeyFile.create(
          folder.resolve("kms-control-v" + slots.getProperty("controlVersion") + ".key"), key);
    }
    return FileKeyManagement.open(folder, hurriedClock());
  }

  /**
   * A second goes by between two questions: a version that is asked for in vain is looked for each
   * time, however many follow one another.
   */
  public static InstantSource hurriedClock() {
    AtomicLong seconds = new AtomicLong();
    return () -> Instant.ofEpochSecond(seconds.incrementAndGet());
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
