package io.quantumvault.paper.inbound;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts replies on the wire, the faulty ones as faulty as they are meant. */
final class ReplyWriter {
  private static final int BLOCK = 1 << 16;
  private static final byte[] BEGINNING =
      "{\"jsonrpc\":\"2.0\",\"result\":\"".getBytes(StandardCharsets.UTF_8);

  private final Patience patience;

  ReplyWriter(Patience patience) {
    this.patience = patience;
  }

  void write(HttpExchange exchange, Reply reply) throws IOException {
    switch (reply) {
      case Reply.Body body -> {
        patience.waitMillis(body.delayMillis());
        whole(exchange, body.bytes());
      }
      case Reply.Status status ->
          respond(
              exchange,
              status.status(),
              "text/plain",
              "this node refuses\n".getBytes(StandardCharsets.UTF_8));
      // Closed before any header is out, the exchange takes its connection with it.
      case Reply.Nothing _ -> exchange.close();
      case Reply.Pieces pieces -> pieces(exchange, pieces);
      case Reply.Endless _ -> endless(exchange);
      case Reply.Padded padded -> padded(exchange, padded);
    }
  }

  private static void whole(HttpExchange exchange, byte[] body) throws IOException {
    respond(exchange, 200, "application/json; charset=utf-8", body);
  }

  static void respond(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static OutputStream open(HttpExchange exchange, long length) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(200, length);
    return exchange.getResponseBody();
  }

  private void pieces(HttpExchange exchange, Reply.Pieces pieces) throws IOException {
    byte[] bytes = pieces.bytes();
    OutputStream out = open(exchange, bytes.length);
    for (int at = 0; at < bytes.length; at += pieces.pieceBytes()) {
      out.write(bytes, at, Math.min(pieces.pieceBytes(), bytes.length - at));
      out.flush();
      patience.waitMillis(pieces.pauseMillis());
    }
  }

  /** Ends when the client hangs up, or the server is closed. */
  private static void endless(HttpExchange exchange) throws IOException {
    OutputStream out = open(exchange, 0);
    byte[] more = new byte[BLOCK];
    Arrays.fill(more, (byte) 'x');
    out.write(BEGINNING);
    while (!Thread.currentThread().isInterrupted()) {
      out.write(more);
      out.flush();
    }
  }

  private static void padded(HttpExchange exchange, Reply.Padded padded) throws IOException {
    OutputStream out = open(exchange, (long) padded.paddingBytes() + padded.bytes().length);
    byte[] blanks = new byte[BLOCK];
    Arrays.fill(blanks, (byte) ' ');
    for (int left = padded.paddingBytes(); left > 0; left -= BLOCK) {
      out.write(blanks, 0, Math.min(left, BLOCK));
    }
    out.write(padded.bytes());
  }
}
