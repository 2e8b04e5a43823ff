package io.quantumvault.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A socket whose input is a {@link WaitingInput}. */
final class WaitingSocket extends Socket {
  private final int waitMillis;
  private @Nullable WaitingInput input;

  WaitingSocket(int waitMillis) {
    this.waitMillis = waitMillis;
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    WaitingInput known = input;
    if (known == null) {
      known = new WaitingInput(super.getInputStream(), this, waitMillis);
      input = known;
    }
    return known;
  }
}
