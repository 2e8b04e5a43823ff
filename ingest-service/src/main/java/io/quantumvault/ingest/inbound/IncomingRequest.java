package io.quantumvault.ingest.inbound;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An HTTP request as the controllers see it. */
public interface IncomingRequest {
  String method();

  /** The path of the address as it was sent: not decoded, not tidied, without query. */
  String path();

  InetAddress peer();

  /** The values of all headers of that name, in order. */
  List<String> headers(String name);

  default @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.size() == 1 ? values.getFirst() : null;
  }

  /** Reads the whole body; never longer than {@code within}, never more than {@code maxBytes}. */
  Body body(int maxBytes, Duration within);

  /** What came of reading a body. */
  sealed interface Body {
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    record Complete(byte[] bytes) implements Body {}

    record TooLarge() implements Body {}

    record TooSlow() implements Body {}

    /** The sender broke off. */
    record BrokenOff() implements Body {}
  }
}
