package io.quantumvault.solana.rpc;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket with subscriptions to the signatures that are watched now. It is connected again
 * only when the next signature is watched, and not before its rest is over.
 */
final class SignatureSocket {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
  private static final int MOST_CHARACTERS = 64 * 1024;

  /** So many decided signatures in a row of which it said nothing, and it is taken for dead. */
  private static final int MOST_MISSED = 8;

  private final HttpClient http;
  private final URI address;
  private final InstantSource clock;
  private final Runnable hinted;
  private final EndpointRest rest = new EndpointRest();
  private final Map<String, Watched> watched = new HashMap<>();
  private final Map<Long, String> asked = new HashMap<>();
  private final Map<Long, String> subscribed = new HashMap<>();
  private @Nullable WebSocket socket;
  private boolean connecting;
  private boolean closed;
  private int missed;
  private long ids;
  private CompletableFuture<?> writing = CompletableFuture.completedFuture(null);

  private static final class Watched {
    @Nullable Long subscription;
    boolean told;
  }

  SignatureSocket(HttpClient http, URI address, InstantSource clock, Runnable hinted) {
    this.http = http;
    this.address = address;
    this.clock = clock;
    this.hinted = hinted;
  }

  synchronized void watch(String signature) {
    watched.put(signature, new Watched());
    if (socket != null) {
      subscribe(socket, signature);
    } else if (!connecting && !closed && !clock.instant().isBefore(rest.until())) {
      connecting = true;
      http.newWebSocketBuilder()
          .connectTimeout(CONNECT_WITHIN)
          .buildAsync(address, new Reader())
          .whenComplete((opened, problem) -> connected(opened));
    }
  }

  synchronized void forget(String signature) {
    var known = watched.remove(signature);
    if (known == null || socket == null) {
      return;
    }
    if (known.told) {
      missed = 0;
    } else if (known.subscription != null) {
      write(socket, "signatureUnsubscribe", "[" + known.subscription + "]");
      subscribed.remove(known.subscription);
      if (++missed >= MOST_MISSED) {
        lost(socket);
      }
    }
  }

  private synchronized void connected(@Nullable WebSocket opened) {
    connecting = false;
    if (opened == null) {
      rest.failed(clock.instant(), null);
      return;
    }
    if (closed) {
      opened.abort();
      return;
    }
    socket = opened;
    missed = 0;
    watched.keySet().forEach(signature -> subscribe(opened, signature));
  }

  private void subscribe(WebSocket to, String signature) {
    long id =
        write(
            to,
            "signatureSubscribe",
            "[" + Json.quote(signature) + ",{\"commitment\":\"confirmed\"}]");
    asked.put(id, signature);
  }

  /** One after the other: a socket refuses a second message while it sends the first. */
  private long write(WebSocket to, String method, String params) {
    long id = ++ids;
    var text =
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + id
            + ",\"method\":"
            + Json.quote(method)
            + ",\"params\":"
            + params
            + "}";
    writing =
        writing
            .thenCompose(before -> to.sendText(text, true))
            .exceptionally(problem -> {
              lost(to);
              return to;
            });
    return id;
  }

  private synchronized void lost(WebSocket which) {
    which.abort();
    if (which.equals(socket)) {
      socket = null;
      asked.clear();
      subscribed.clear();
      watched.values().forEach(known -> known.subscription = null);
      writing = CompletableFuture.completedFuture(null);
      rest.failed(clock.instant(), null);
    }
  }

  /** Anything it says of a subscription is a hint; what it says is never believed. */
  private synchronized boolean said(String text) {
    var message = Json.parse(Json.bytes(text));
    if (message.get("method").isNull()) {
      var signature = asked.remove(message.get("id").number());
      var known = signature == null ? null : watched.get(signature);
      if (known != null && !message.get("result").isNull()) {
        known.subscription = message.get("result").number();
        subscribed.put(known.subscription, signature);
      }
      return false;
    }
    var signature = subscribed.remove(message.get("params").get("subscription").number());
    var known = signature == null ? null : watched.get(signature);
    if (known == null) {
      return false;
    }
    known.told = true;
    rest.answered();
    return true;
  }

  synchronized void close() {
    closed = true;
    if (socket != null) {
      socket.abort();
    }
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      try {
        text.append(data);
        if (text.length() > MOST_CHARACTERS) {
          lost(from);
          return null;
        }
        if (last) {
          var whole = text.toString();
          text.setLength(0);
          if (said(whole)) {
            hinted.run();
          }
        }
      } catch (Json.JsonException e) {
        lost(from);
        return null;
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      lost(from);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable problem) {
      lost(from);
    }
  }
}
