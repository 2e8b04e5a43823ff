package io.quantumvault.keys.kms;

/** A key management that this process opened: whoever opened it refreshes and closes it. */
public interface OpenKeyManagement extends KeyManagement, AutoCloseable {
  /**
   * Reads again what it keeps of files and of its server, so that new versions of keys are used and
   * ended ones no more; when that fails, what was in use stays.
   */
  void refresh();

  /** Wipes every secret it holds; nothing can be wrapped or unwrapped afterwards. */
  @Override
  void close();
}
