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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A node on loopback that gives the answers it was told, the last one again and again. */
final class RpcNode implements AutoCloseable {
  private static final String ANY = "";

  /** How a question is answered; the exchange is closed afterwards. */
  interface Answer {
    void give(HttpExchange exchange) throws IOException, InterruptedException;
  }

  final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Deque<Answer>> answers = new HashMap<>();
  private final HttpServer server;

  RpcNode() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var question = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            asked.add(question);
            next(question).give(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  private Answer next(String question) {
    var method = Json.parse(Json.bytes(question)).get("method").string();
    synchronized (answers) {
      var mine = answers.getOrDefault(method, answers.get(ANY));
      Objects.requireNonNull(mine, method);
      return Objects.requireNonNull(mine.size() > 1 ? mine.poll() : mine.peek());
    }
  }

  /** How often a method was asked. */
  long asked(String method) {
    return asked.stream().filter(q -> q.contains("\"" + method + "\"")).count();
  }

  /** From now on, whatever was said before. */
  RpcNode on(String method, String resultJson) {
    return on(method, 200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + resultJson + "}");
  }

  /** From now on, whatever was said before. */
  RpcNode on(String method, int status, String body) {
    return on(method, exchange -> give(exchange, status, body));
  }

  /** From now on, whatever was said before. */
  RpcNode on(String method, Answer answer) {
    synchronized (answers) {
      answers.put(method, new ArrayDeque<>(List.of(answer)));
    }
    return this;
  }

  private static void give(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  RpcNode answers(Answer answer) {
    synchronized (answers) {
      answers.computeIfAbsent(ANY, any -> new ArrayDeque<>()).add(answer);
    }
    return this;
  }

  RpcNode answers(int status, String body) {
    return answers(exchange -> give(exchange, status, body));
  }

  RpcNode result(String json) {
    return answers(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + json + "}");
  }

  RpcNode error(int code) {
    return answers(200, refusal(code));
  }

  static String refusal(int code) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":" + code + ",\"message\":\"no\"}}";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
