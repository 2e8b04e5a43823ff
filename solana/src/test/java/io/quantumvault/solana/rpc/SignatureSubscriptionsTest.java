package io.quantumvault.solana.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SignatureSubscriptionsTest {
  private final DrivenClock clock = new DrivenClock();
  private final Semaphore hints = new Semaphore(0);
  private WsNode node;
  private SignatureSubscriptions subscriptions;

  @BeforeEach
  void listen() throws IOException {
    node = new WsNode();
    subscriptions = new SignatureSubscriptions(List.of(node.uri()), clock);
    subscriptions.listen(hints::release);
  }

  @AfterEach
  void close() throws IOException {
    subscriptions.close();
    node.close();
  }

  private Socket connection() throws InterruptedException {
    return Objects.requireNonNull(node.connections.poll(60, TimeUnit.SECONDS), "no connection");
  }

  private String heard() throws InterruptedException {
    return Objects.requireNonNull(node.heard.poll(60, TimeUnit.SECONDS), "nothing was said");
  }

  private void hinted() throws InterruptedException {
    assertThat(hints.tryAcquire(60, TimeUnit.SECONDS)).as("a hint").isTrue();
  }

  private void ended(Socket socket) throws InterruptedException {
    Socket gone;
    do {
      gone = Objects.requireNonNull(node.gone.poll(20, TimeUnit.SECONDS), "it goes on");
    } while (!gone.equals(socket));
  }

  /** Answers the subscription that was just heard. */
  private static void confirm(Socket to, String question, long subscription) throws IOException {
    long id = Json.parse(Json.bytes(question)).get("id").number();
    WsNode.say(to, "{\"jsonrpc\":\"2.0\",\"result\":" + subscription + ",\"id\":" + id + "}");
  }

  private static void notify(Socket to, long subscription) throws IOException {
    WsNode.say(
        to,
        "{\"jsonrpc\":\"2.0\",\"method\":\"signatureNotification\",\"params\":{\"result\":"
            + "{\"context\":{\"slot\":9},\"value\":{\"err\":null}},\"subscription\":"
            + subscription
            + "}}");
  }

  @Test
  void whatIsWatchedIsSubscribedToAndItsNotificationIsAHint() throws Exception {
    subscriptions.watch("one");
    subscriptions.watch("two");
    var socket = connection();
    var first = heard();
    var second = heard();
    assertThat(List.of(first, second))
        .allMatch(question -> question.contains("signatureSubscribe"))
        .anyMatch(question -> question.contains("\"one\""))
        .anyMatch(question -> question.contains("\"two\""));
    confirm(socket, first, 71);
    confirm(socket, second, 72);
    notify(socket, 72);
    hinted();
    assertThat(node.connections).as("one socket for all").isEmpty();
  }

  @Test
  void aNotificationOfNothingThatIsWatchedIsNoHint() throws Exception {
    subscriptions.watch("one");
    var socket = connection();
    confirm(socket, heard(), 71);
    notify(socket, 5);
    notify(socket, 71);
    hinted();
    assertThat(hints.availablePermits()).isZero();
  }

  @Test
  void whatIsForgottenUntoldIsUnsubscribed() throws Exception {
    subscriptions.watch("one");
    subscriptions.watch("other");
    var socket = connection();
    var questions = List.of(heard(), heard());
    confirm(socket, questions.getFirst(), 71);
    confirm(socket, questions.getLast(), 72);
    notify(socket, 72);
    hinted();
    subscriptions.forget("one");
    subscriptions.forget("other");
    assertThat(heard()).contains("signatureUnsubscribe", "[71]");
    assertThat(node.heard).isEmpty();
  }

  @Test
  void aDeadSocketIsConnectedAgainWhenItsRestIsOver() throws Exception {
    subscriptions.watch("one");
    var socket = connection();
    heard();
    socket.close();
    Socket again = null;
    for (int i = 0; again == null; i++) {
      clock.advance(EndpointRest.LONGEST);
      subscriptions.watch("more" + i);
      again = node.connections.poll(50, TimeUnit.MILLISECONDS);
    }
    assertThat(heard()).contains("signatureSubscribe");
  }

  /** Whoever is asked hangs up at once. */
  @Test
  void nobodyConnectsWhileItRests() throws Exception {
    var tries = new AtomicInteger();
    try (var server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        var mine =
            new SignatureSubscriptions(
                List.of(URI.create("ws://127.0.0.1:" + server.getLocalPort())), clock)) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                var socket = server.accept();
                tries.incrementAndGet();
                socket.close();
              }
            } catch (IOException e) {
              return;
            }
          });
      for (int wanted = 1; wanted <= 3; wanted++) {
        while (tries.get() < wanted) {
          clock.advance(EndpointRest.LONGEST);
          mine.watch("s");
        }
      }
      int before = tries.get();
      for (int i = 0; i < 200_000; i++) {
        mine.watch("s");
      }
      assertThat(tries.get() - before).as("one may have been under way").isLessThanOrEqualTo(1);
    }
  }

  @Test
  void whatIsNoJsonOrTooLongEndsTheSocketAndNothingElse() throws Exception {
    for (var nonsense :
        List.of("<html>", "{\"id\":\"x\"}", "{\"id\":0,\"x\":\"" + "x".repeat(100_000) + "\"}")) {
      Socket socket = null;
      var watched = new ArrayList<String>();
      while (socket == null) {
        clock.advance(EndpointRest.LONGEST);
        watched.add("s" + System.nanoTime());
        subscriptions.watch(watched.getLast());
        socket = node.connections.poll(50, TimeUnit.MILLISECONDS);
      }
      heard();
      WsNode.say(socket, nonsense);
      ended(socket);
      watched.forEach(subscriptions::forget);
      node.heard.clear();
    }
    assertThat(hints.availablePermits()).isZero();
  }

  /** A half-open connection takes everything and says nothing. */
  @Test
  void aSocketThatTellsOfNothingIsTakenForDead() throws Exception {
    subscriptions.watch("told");
    var socket = connection();
    confirm(socket, heard(), 1);
    var asked = new ArrayList<String>();
    for (int i = 0; i < 8; i++) {
      subscriptions.watch("s" + i);
      asked.add(heard());
    }
    for (int i = 0; i < 8; i++) {
      confirm(socket, asked.get(i), 10 + i);
    }
    notify(socket, 1);
    hinted();
    for (int i = 0; i < 8; i++) {
      subscriptions.forget("s" + i);
    }
    ended(socket);
  }

  @Test
  void anAddressThatIsNoWebSocketIsRefusedWithoutBeingRepeated() {
    assertThatThrownBy(
            () -> new SignatureSubscriptions(List.of(URI.create("http://host/hush")), clock))
        .hasMessage("WebSocket endpoint 1 is no ws address");
  }

  @Test
  void withoutAnAddressNothingHappens() {
    try (var none = new SignatureSubscriptions(List.of(), clock)) {
      assertThatCode(() -> none.watch("s")).doesNotThrowAnyException();
    }
  }
}
