package io.quantumvault.kit.management;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The first line of a request; the lines after it are read and not looked at.
 *
 * @param path without a query
 */
record RequestHead(String method, String path) {
  static final int MOST_BYTES = 8 * 1024;
  private static final String END = "\r\n\r\n";

  /** Empty when what came is no request, or a longer one than anybody needs here. */
  static Optional<RequestHead> read(InputStream in) throws IOException {
    byte[] bytes = new byte[MOST_BYTES];
    int size = 0;
    while (size < MOST_BYTES) {
      int got = in.read(bytes, size, MOST_BYTES - size);
      if (got < 0) {
        return Optional.empty();
      }
      // The end may have come in two pieces.
      int from = Math.max(0, size - END.length());
      size += got;
      if (new String(bytes, from, size - from, ISO_8859_1).contains(END)) {
        return of(new String(bytes, 0, size, ISO_8859_1).lines().findFirst().orElse(""));
      }
    }
    return Optional.empty();
  }

  private static Optional<RequestHead> of(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      return Optional.empty();
    }
    int query = parts[1].indexOf('?');
    return Optional.of(
        new RequestHead(parts[0], query < 0 ? parts[1] : parts[1].substring(0, query)));
  }
}
