package io.quantumvault.acceptance.dsl;

import java.io.IOException;

/** One running system for all tests of this process; it ends with the process. */
public final class SharedInstallation {
  private static final class Holder {
    static final Installation RUNNING = start();
  }

  private SharedInstallation() {}

  /** Started by the first caller. */
  public static Installation get() {
    return Holder.RUNNING;
  }

  private static Installation start() {
    try {
      var installation = Installation.empty();
      installation.up();
      Runtime.getRuntime().addShutdownHook(new Thread(installation::discard));
      return installation;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
