package io.quantumvault.ingest.inbound;

import java.util.List;
import java.util.OptionalInt;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/**
 * What is valid HTTP, or passes for it with Jetty, and is not served: encodings that nobody here
 * decodes and whose end another reader could see elsewhere, and tunnels.
 */
final class OddRequest {
  private OddRequest() {}

  /** The status of its refusal; its connection ends with it. */
  static OptionalInt refusal(Request request) {
    if (HttpMethod.CONNECT.is(request.getMethod())) {
      return OptionalInt.of(405);
    }
    List<String> encodings = request.getHeaders().getCSV(HttpHeader.TRANSFER_ENCODING, false);
    if (encodings.isEmpty()) {
      return OptionalInt.empty();
    }
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0) {
      return OptionalInt.of(400);
    }
    return encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase("chunked")
        ? OptionalInt.empty()
        : OptionalInt.of(501);
  }
}
