package io.quantumvault.control.inbound;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A request body that carries secrets. It is read straight into one array, never through a
 * converter that would grow and drop buffers, and wiped whatever happens.
 */
final class SecretBody {
  static final int MOST_BYTES = 4096;

  private SecretBody() {}

  static <T> T use(HttpServletRequest request, Function<byte[], T> use) throws IOException {
    int length = request.getContentLength();
    if (length < 1 || length > MOST_BYTES) {
      throw new IllegalRequest("the octet-stream must say its length");
    }
    byte[] body = new byte[length];
    try (InputStream in = request.getInputStream()) {
      if (in.readNBytes(body, 0, length) != length) {
        throw new IllegalRequest("the octet-stream is shorter than it says");
      }
      return use.apply(body);
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }
}
