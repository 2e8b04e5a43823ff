package io.quantumvault.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quantumvault.ingest.price.MarketOracle;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A node that tells what a test put into it, in the manner the test wants. */
public final class ChainNode implements AutoCloseable {
  /** The first two markets of the venue, for tests that need no more. */
  public static final MarketOracle SOL = market("SOL-PERP", 6, 0);

  public static final MarketOracle BTC = market("BTC-PERP", 1, 1);
  public static final MarketOracle ETH = market("ETH-PERP", 2, 2);

  private static final Pattern ADDRESS = Pattern.compile("\"([1-9A-HJ-NP-Za-km-z]{32,44})\"");
  private static final int OVERSIZE = 300 * 1024;

  /** How it answers. */
  public enum Manner {
    WELL,
    HTTP_ERROR,
    GARBAGE,
    BEHIND,
    OVERSIZE,
    NEVER
  }

  public volatile Manner manner = Manner.WELL;
  public volatile LongSupplier slot = () -> 1_000;

  /** Questions about accounts. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  private final Map<String, String> accounts = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final HttpServer server;

  public ChainNode() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public static MarketOracle market(String symbol, int feed, int index) {
    return new MarketOracle(
        symbol,
        DriftAddresses.V2.pythLazerOracle(feed),
        DriftAddresses.V2.perpMarket(index),
        index);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /**
   * A price in 1e-8 US dollars, and the market's account with a step of 0.01 and the same minimum.
   */
  public void holds(MarketOracle market, long price, long postedSlot, Instant publishedAt) {
    put(market.oracle(), DriftAddresses.PROGRAM, oracle(price, postedSlot, publishedAt, 5));
    put(market.account(), DriftAddresses.PROGRAM, account(market, 10_000_000, 20_000_000));
  }

  public void put(Address address, Address owner, byte[] data) {
    accounts.put(
        address.toString(),
        "{\"lamports\":1,\"owner\":\"%s\",\"data\":[\"%s\",\"base64\"],\"executable\":false}"
            .formatted(owner, Base64.getEncoder().encodeToString(data)));
  }

  public void lacks(Address address) {
    accounts.remove(address.toString());
  }

  public static byte[] oracle(long price, long slot, Instant publishedAt, long confidence) {
    return ByteBuffer.allocate(48)
        .putLong(0x9f07a1f922517985L)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(price)
        .putLong(publishedAt.toEpochMilli() * 1_000)
        .putLong(slot)
        .putInt(-8)
        .putInt(0)
        .putLong(confidence)
        .array();
  }

  /** Step and minimum in 1e-9 base units. */
  public static byte[] account(MarketOracle market, long step, long minimum) {
    ByteBuffer bytes = ByteBuffer.allocate(1216).putLong(0x0adf0c2c6bf537f7L);
    bytes
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(40, market.oracle().bytes())
        .putLong(808, step)
        .putLong(816, 100)
        .putLong(824, minimum)
        .put(926, (byte) 12)
        .putShort(1160, (short) market.index())
        .put(1162, (byte) 1);
    return bytes.array();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String question = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (question.contains("getMultipleAccounts")) {
      asked.add(question);
    }
    Manner now = manner;
    if (now == Manner.NEVER) {
      await();
    }
    byte[] body = answer(question, now).getBytes(UTF_8);
    exchange.sendResponseHeaders(now == Manner.HTTP_ERROR ? 500 : 200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private String answer(String question, Manner now) {
    return switch (now) {
      case GARBAGE -> "<html>";
      case BEHIND ->
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32005,\"message\":\"behind\"}}";
      case OVERSIZE -> result(question) + " ".repeat(OVERSIZE);
      case WELL, HTTP_ERROR, NEVER -> result(question);
    };
  }

  private String result(String question) {
    long at = slot.getAsLong();
    String result;
    if (question.contains("getEpochInfo")) {
      result = "{\"absoluteSlot\":%d,\"blockHeight\":%d}".formatted(at, at);
    } else if (question.contains("getMultipleAccounts")) {
      result =
          "{\"context\":{\"slot\":%d},\"value\":[%s]}"
              .formatted(
                  at,
                  ADDRESS
                      .matcher(question)
                      .results()
                      .map(found -> accounts.getOrDefault(found.group(1), "null"))
                      .collect(Collectors.joining(",")));
    } else {
      result = "[]";
    }
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}";
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
