package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.Ports;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The console's port, which is part of the origin that owners sign at: a start that may take any
 * free port takes that of the folder's last start, so that what was signed then goes on.
 */
record ConsolePort(Path folder) {
  private static final String FILE = "console.port";
  private static final String PURPOSE = "owner API";

  /**
   * Claims a port and remembers it.
   *
   * @param wanted 0 for the last one, or any free one where that is taken or there was none
   * @throws StartRefused if the wanted one is taken
   */
  int claim(int wanted) {
    if (wanted != 0) {
      return remembered(Ports.claim(wanted, PURPOSE));
    }
    int last = last();
    if (last == 0) {
      return remembered(Ports.free());
    }
    try {
      return Ports.claim(last, PURPOSE);
    } catch (StartRefused e) {
      // Somebody else has it now, and whoever starts on any free port did not ask for it. It stays
      // remembered: what was signed for it goes on when it is free again.
      return Ports.free();
    }
  }

  private int remembered(int port) {
    try {
      Files.writeString(folder.resolve(FILE), port + System.lineSeparator());
      return port;
    } catch (IOException e) {
      throw new StartRefused("The data folder " + folder + " cannot be written.", e);
    }
  }

  /** 0 where none was remembered. */
  private int last() {
    try {
      Path file = folder.resolve(FILE);
      String text = Files.exists(file) ? Files.readString(file).strip() : "";
      return text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : 0;
    } catch (IOException e) {
      throw new StartRefused("The data folder " + folder + " cannot be read.", e);
    }
  }
}
