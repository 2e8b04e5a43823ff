package io.quantumvault.ingest;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A node that answers getMultipleAccounts for three oracles, all at one slot. */
final class ChainNode implements AutoCloseable {
  final AtomicLong slot = new AtomicLong(100);
  final AtomicInteger answers = new AtomicInteger();
  private final HttpServer server;

  ChainNode() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] body = answer().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
          answers.incrementAndGet();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String answer() {
    String account =
        "{\"lamports\":1,\"owner\":\"dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH\",\"data\":[\""
            + Base64.getEncoder().encodeToString(oracle(slot.get()))
            + "\",\"base64\"]}";
    return "{\"result\":{\"context\":{\"slot\":1},\"value\":["
        + String.join(",", account, account, account)
        + "]}}";
  }

  private static byte[] oracle(long slot) {
    return ByteBuffer.allocate(48)
        .putLong(0x9f07a1f922517985L)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(15_120_000_000L)
        .putLong(0)
        .putLong(slot)
        .putInt(-8)
        .putInt(0)
        .putLong(3_000_000L)
        .array();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
