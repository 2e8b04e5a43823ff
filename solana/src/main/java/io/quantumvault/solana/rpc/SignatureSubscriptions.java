package io.quantumvault.solana.rpc;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code signatureSubscribe} over WebSocket, where endpoints offer it. Connects when the first
 * signature is watched; a socket that fails, is silent or lies costs nothing but speed.
 */
public final class SignatureSubscriptions implements SignatureHints, AutoCloseable {
  private final List<SignatureSocket> sockets = new ArrayList<>();
  private final @Nullable HttpClient http;
  private volatile Runnable hinted = () -> {};

  /**
   * Takes {@code ws} or {@code wss} addresses; with none there are no hints.
   *
   * @throws IllegalArgumentException for another address; the message names its place and not the
   *     address, which may hold an access key
   */
  public SignatureSubscriptions(List<URI> addresses, InstantSource clock) {
    if (addresses.isEmpty()) {
      http = null;
      return;
    }
    http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    for (int i = 0; i < addresses.size(); i++) {
      var address = addresses.get(i);
      if (address.getHost() == null
          || !("ws".equals(address.getScheme()) || "wss".equals(address.getScheme()))) {
        throw new IllegalArgumentException("WebSocket endpoint " + (i + 1) + " is no ws address");
      }
      sockets.add(new SignatureSocket(http, address, clock, () -> hinted.run()));
    }
  }

  @Override
  public void listen(Runnable told) {
    hinted = told;
  }

  @Override
  public void watch(String signature) {
    sockets.forEach(socket -> socket.watch(signature));
  }

  @Override
  public void forget(String signature) {
    sockets.forEach(socket -> socket.forget(signature));
  }

  @Override
  public void close() {
    sockets.forEach(SignatureSocket::close);
    if (http != null) {
      http.shutdownNow();
    }
  }
}
