package io.quantumvault.ingest.inbound;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** A request as Jetty received it. */
final class JettyRequest implements IncomingRequest {
  private final Request request;

  JettyRequest(Request request) {
    this.request = request;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    // As it was sent: decoded and tidied, many addresses would be the one that holds a token.
    String path = request.getHttpURI().getPath();
    return path == null ? "" : path;
  }

  @Override
  public InetAddress peer() {
    if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
        && peer.getAddress() != null) {
      return peer.getAddress();
    }
    throw new IllegalStateException("a request without a peer address");
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getValuesList(name);
  }

  @Override
  public Body body(int maxBytes, Duration within) {
    if (request.getLength() > maxBytes) {
      return new Body.TooLarge();
    }
    long deadline = System.nanoTime() + within.toNanos();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          awaitMore(deadline);
          continue;
        }
        if (Content.Chunk.isFailure(chunk)) {
          return new Body.BrokenOff();
        }
        append(chunk, bytes, maxBytes);
        boolean last = chunk.isLast();
        chunk.release();
        if (bytes.size() > maxBytes) {
          return new Body.TooLarge();
        }
        if (last) {
          return new Body.Complete(bytes.toByteArray());
        }
        if (System.nanoTime() > deadline) {
          return new Body.TooSlow();
        }
      }
    } catch (TimeoutException e) {
      return new Body.TooSlow();
    } catch (ExecutionException e) {
      return new Body.BrokenOff();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Body.BrokenOff();
    }
  }

  private void awaitMore(long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Void> more = new CompletableFuture<>();
    request.demand(() -> more.complete(null));
    more.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  /** At most one byte over the limit is kept: enough to know. */
  private static void append(Content.Chunk chunk, ByteArrayOutputStream bytes, int maxBytes) {
    ByteBuffer buffer = chunk.getByteBuffer();
    byte[] part = new byte[Math.min(buffer.remaining(), maxBytes + 1 - bytes.size())];
    buffer.get(part);
    bytes.writeBytes(part);
  }
}
