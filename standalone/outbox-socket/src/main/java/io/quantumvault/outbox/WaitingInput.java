package io.quantumvault.outbox;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * Input on which {@link #available()} waits until there is something to read, or the time is up. A
 * socket can only wait by reading, so it reads one byte and hands it out first. For one reading
 * thread, as the driver has.
 */
final class WaitingInput extends FilterInputStream {
  private static final int NONE = -1;

  private final Socket socket;
  private final int waitMillis;
  private int first = NONE;
  private boolean ended;

  WaitingInput(InputStream in, Socket socket, int waitMillis) {
    super(in);
    this.socket = socket;
    this.waitMillis = waitMillis;
  }

  /**
   * Waits for what can be read without waiting.
   *
   * @return 0 when nothing came in time or the other side has closed; reading then says which
   */
  @Override
  public int available() throws IOException {
    int here = super.available();
    if (first == NONE && here == 0 && !ended) {
      await();
      here = super.available();
    }
    return first == NONE ? here : here + 1;
  }

  private void await() throws IOException {
    int before = socket.getSoTimeout();
    socket.setSoTimeout(waitMillis);
    try {
      first = super.read();
      ended = first == NONE;
    } catch (SocketTimeoutException e) {
      // Nothing came: what the caller is told by 0.
      first = NONE;
    } finally {
      socket.setSoTimeout(before);
    }
  }

  @Override
  public int read() throws IOException {
    if (first == NONE) {
      return super.read();
    }
    int held = first;
    first = NONE;
    return held;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (first == NONE || length == 0) {
      return super.read(bytes, offset, length);
    }
    bytes[offset] = (byte) first;
    first = NONE;
    // What has come with it, without waiting for more.
    int more = Math.min(length - 1, super.available());
    return more > 0 ? 1 + Math.max(0, super.read(bytes, offset + 1, more)) : 1;
  }

  @Override
  public long skip(long count) throws IOException {
    if (first == NONE || count <= 0) {
      return super.skip(count);
    }
    first = NONE;
    return 1;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
