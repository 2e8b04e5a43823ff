package io.quantumvault.paper.chain;

import java.io.IOException;

/** Where inputs are made durable before anybody sees what they do. */
public interface InputLog extends AutoCloseable {
  /** Returns when the input would survive a crash. */
  void append(ChainInput input) throws IOException;

  @Override
  void close() throws IOException;

  /** Keeps nothing; the chain ends with the process. */
  static InputLog none() {
    return new InputLog() {
      @Override
      public void append(ChainInput input) {}

      @Override
      public void close() {}
    };
  }
}
