package io.quantumvault.keys.kms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server on this machine that a test can make fail, and that keeps all it was sent. */
public abstract class KmsServer implements AutoCloseable {
  /** An answer. */
  public record Answer(int status, String body, Map<String, String> headers) {
    public Answer(int status, String body) {
      this(status, body, Map.of());
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final Deque<Answer> next = new ArrayDeque<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private volatile boolean silent;
  private volatile boolean silentInBody;

  protected KmsServer() {
    this(null);
  }

  /** Over TLS, unless null. */
  protected KmsServer(@Nullable SSLContext tls) {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      server = tls == null ? HttpServer.create(free, 0) : HttpsServer.create(free, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (server instanceof HttpsServer https && tls != null) {
      https.setHttpsConfigurator(new HttpsConfigurator(tls));
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** What a real one would say. */
  protected abstract Answer answer(HttpExchange request, byte[] body) throws Exception;

  public String address() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public int requests() {
    return requests.get();
  }

  /** Every body so far, one after the other. */
  public byte[] received() {
    synchronized (received) {
      return received.toByteArray();
    }
  }

  /** Says this once instead of the right answer. */
  public void sayNext(Answer answer) {
    synchronized (next) {
      next.addLast(answer);
    }
  }

  /** Never answers again. */
  public void fallSilent() {
    silent = true;
  }

  /** Begins an answer and never ends it. */
  public void fallSilentInTheBody() {
    silentInBody = true;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      byte[] body = exchange.getRequestBody().readAllBytes();
      synchronized (received) {
        received.writeBytes(body);
      }
      if (silent) {
        released.await();
        return;
      }
      Answer answer;
      synchronized (next) {
        answer = next.pollFirst();
      }
      if (answer == null) {
        answer = answer(exchange, body);
      }
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      if (silentInBody) {
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        released.await();
        return;
      }
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
