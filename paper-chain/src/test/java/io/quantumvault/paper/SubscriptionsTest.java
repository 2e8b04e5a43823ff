package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.node.NodeSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Subscriptions over a real WebSocket. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubscriptionsTest {
  private static final long SOL = 1_000_000_000L;

  private final TestChain chain =
      new TestChain(
          TestChain.settings().withNodes(List.of(NodeSettings.STANDARD.withWebSocketPort(0))));
  private final Rpc rpc = chain.rpc;
  private final Wallet payer = Wallet.number(5);
  private final Address target = Wallet.number(6).address();
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void fund() {
    rpc.result("requestAirdrop", payer.address().toString(), SOL);
    chain.passMillis(150);
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    chain.close();
  }

  /** A connection whose messages can be waited for. */
  private final class Connection implements WebSocket.Listener {
    private final JsonMapper json = new JsonMapper();
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final BlockingQueue<Integer> pongs = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    Connection() {
      int port = chain.chain.webSocketPort(0).orElseThrow();
      socket =
          http.newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), this)
              .join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        messages.add(json.readTree(part.toString()));
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      pongs.add(1);
      from.request(1);
      return null;
    }

    void send(String method, String params) {
      socket
          .sendText(
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                  + method
                  + "\",\"params\":"
                  + params
                  + "}",
              true)
          .join();
    }

    JsonNode next() throws InterruptedException {
      return messages.take();
    }

    JsonNode ask(String method, String params) throws InterruptedException {
      send(method, params);
      return next();
    }
  }

  private byte[] transfer(long lamports) {
    return chain.signed(payer, Calls.transfer(payer.address(), target, lamports));
  }

  @Test
  void tellsOnceWhenASignatureHasReachedItsCommitment() throws Exception {
    Connection connection = new Connection();
    byte[] wire = transfer(SOL / 2);
    String signature = rpc.send(wire);
    long subscription =
        connection
            .ask("signatureSubscribe", "[\"" + signature + "\",{\"commitment\":\"confirmed\"}]")
            .get("result")
            .longValue();
    chain.chain.produceBlock();
    assertThat(rpc.status(signature).get("confirmationStatus").stringValue())
        .isEqualTo("processed");
    // Whatever was sent before this answer would come before it.
    assertThat(connection.ask("slotUnsubscribe", "[999]").at("/error/code").intValue())
        .isEqualTo(-32602);

    chain.passMillis(150);
    JsonNode told = connection.next();

    assertThat(told.get("method").stringValue()).isEqualTo("signatureNotification");
    assertThat(told.at("/params/subscription").longValue()).isEqualTo(subscription);
    assertThat(told.at("/params/result/value/err").isNull()).isTrue();
    assertThat(told.at("/params/result/context/slot")).isEqualTo(rpc.status(signature).get("slot"));
    assertThat(connection.ask("signatureUnsubscribe", "[" + subscription + "]").has("error"))
        .isTrue();
  }

  @Test
  void tellsTheErrorOfWhatLandedBeforeAnybodyAsked() throws Exception {
    byte[] wire = transfer(2 * SOL);
    String signature = rpc.sendBlind(wire);
    chain.chain.produceBlock();
    chain.passMillis(150);
    Connection connection = new Connection();

    connection.ask("signatureSubscribe", "[\"" + signature + "\"]");

    assertThat(connection.next().at("/params/result/value/err").toString())
        .isEqualTo("{\"InstructionError\":[0,{\"Custom\":1}]}");
  }

  @Test
  void whoHasUnsubscribedIsToldNothing() throws Exception {
    Connection connection = new Connection();
    String signature = rpc.send(transfer(SOL / 2));
    String subscription =
        connection.ask("signatureSubscribe", "[\"" + signature + "\"]").get("result").toString();
    String slots = connection.ask("slotSubscribe", "[]").get("result").toString();
    assertThat(
            connection
                .ask("signatureUnsubscribe", "[" + subscription + "]")
                .get("result")
                .booleanValue())
        .isTrue();

    chain.chain.produceBlock();
    chain.passMillis(150);
    chain.chain.produceBlock();

    assertThat(connection.next().get("method").stringValue()).isEqualTo("slotNotification");
    JsonNode second = connection.next();
    assertThat(second.get("method").stringValue()).isEqualTo("slotNotification");
    assertThat(second.at("/params/subscription").toString()).isEqualTo(slots);
    assertThat(second.at("/params/result/slot").longValue())
        .isEqualTo(second.at("/params/result/parent").longValue() + 1);
    assertThat(second.at("/params/result/root").longValue())
        .isEqualTo(second.at("/params/result/parent").longValue());
  }

  @Test
  void namesEachMistake() throws Exception {
    Connection connection = new Connection();

    assertThat(connection.ask("accountSubscribe", "[]").at("/error/code").intValue())
        .isEqualTo(-32601);
    assertThat(connection.ask("signatureSubscribe", "[\"abc\"]").at("/error/code").intValue())
        .isEqualTo(-32602);
    connection.socket.sendText("{", true).join();
    assertThat(connection.next().at("/error/code").intValue()).isEqualTo(-32700);
  }

  @Test
  void aSilentConnectionStaysOpenAndDead() throws Exception {
    Connection connection = new Connection();
    connection.socket.sendPing(ByteBuffer.allocate(1)).join();
    assertThat(connection.pongs.take()).isEqualTo(1);
    String signature = rpc.send(transfer(SOL / 2));
    connection.ask("signatureSubscribe", "[\"" + signature + "\"]");

    rpc.result("paper_subscriptions", "silent");
    chain.chain.produceBlock();
    chain.passMillis(150);
    connection.send("slotSubscribe", "[]");
    connection.socket.sendPing(ByteBuffer.allocate(1)).join();
    Connection later = new Connection();
    later.send("slotSubscribe", "[]");
    rpc.result("paper_subscriptions", "ok");
    Connection sound = new Connection();
    sound.ask("signatureSubscribe", "[\"" + signature + "\"]");

    assertThat(sound.next().get("method").stringValue()).isEqualTo("signatureNotification");
    assertThat(connection.messages).isEmpty();
    assertThat(connection.pongs).isEmpty();
    assertThat(later.messages).isEmpty();
    assertThat(connection.socket.isInputClosed()).isFalse();
  }

  @Test
  void nobodyListensWhereSubscriptionsAreRefused() throws Exception {
    int port = chain.chain.webSocketPort(0).orElseThrow();
    rpc.result("paper_subscriptions", 0, "refused");
    assertThatThrownBy(Connection::new).isInstanceOf(CompletionException.class);

    rpc.result("paper_subscriptions", 0, "ok");

    assertThat(chain.chain.webSocketPort(0)).hasValue(port);
    assertThat(new Connection().ask("slotSubscribe", "[]").has("result")).isTrue();
    assertThat(rpc.error("paper_subscriptions", "broken").get("message").stringValue())
        .contains("ok, silent or refused");
  }
}
