package io.quantumvault.solana.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A node on loopback that gives the answers it was told, the last one again and again. */
final class RpcNode implements AutoCloseable {
  /** How a question is answered; the exchange is closed afterwards. */
  interface Answer {
    void give(HttpExchange exchange) throws IOException, InterruptedException;
  }

  final List<String> asked = new CopyOnWriteArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final HttpServer server;

  RpcNode() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            next().give(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  private Answer next() {
    synchronized (answers) {
      return Objects.requireNonNull(answers.size() > 1 ? answers.poll() : answers.peek());
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  RpcNode answers(Answer answer) {
    synchronized (answers) {
      answers.add(answer);
    }
    return this;
  }

  RpcNode answers(int status, String body) {
    return answers(exchange -> {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    });
  }

  RpcNode result(String json) {
    return answers(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + json + "}");
  }

  RpcNode error(int code) {
    return answers(
        200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":" + code + ",\"message\":\"no\"}}");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
