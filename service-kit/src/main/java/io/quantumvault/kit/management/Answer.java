package io.quantumvault.kit.management;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** What is answered, after which the connection ends. */
record Answer(int status, String contentType, String body) {
  static final int OK = 200;
  static final int UNAVAILABLE = 503;

  static Answer json(int status, String body) {
    return new Answer(status, "application/json", body);
  }

  static Answer problem(int status, String sentence) {
    return new Answer(status, "text/plain; charset=utf-8", sentence + "\n");
  }

  void writeTo(OutputStream out) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + (status == OK ? "OK" : "Not OK")
            + "\r\nContent-Type: "
            + contentType
            + "\r\nContent-Length: "
            + bytes.length
            + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
    out.write(head.getBytes(US_ASCII));
    out.write(bytes);
    out.flush();
  }
}
