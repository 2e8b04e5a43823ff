package io.quantumvault.signer;

import com.sun.net.httpserver.HttpServer;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain.AccountData;
import io.quantumvault.solana.rpc.ChainNode.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A {@link FakeChain} behind Solana's JSON-RPC, on a free loopback port. */
public final class FakeRpcServer implements AutoCloseable {
  private final JsonMapper json = JsonMapper.builder().build();
  private final FakeChain chain;
  private final HttpServer server;

  public FakeRpcServer(FakeChain chain) throws IOException {
    this.chain = chain;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var request = json.readTree(exchange.getRequestBody().readAllBytes());
            var answer = new HashMap<String, @Nullable Object>();
            answer.put("jsonrpc", "2.0");
            answer.put("id", request.get("id").asInt());
            try {
              answer.put("result", result(request.get("method").asString(), request.get("params")));
            } catch (UnsupportedOperationException e) {
              answer.put("error", Map.of("code", -32601, "message", "Method not found"));
            }
            byte[] body = json.writeValueAsBytes(answer);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private Object result(String method, JsonNode params) {
    return switch (method) {
      case "getLatestBlockhash" -> {
        var latest = chain.latestBlockhash();
        yield withSlot(
            1,
            Map.of(
                "blockhash",
                latest.hash().toString(),
                "lastValidBlockHeight",
                latest.lastValidBlockHeight()));
      }
      case "getGenesisHash" -> Address.of(new byte[32]).toString();
      case "getEpochInfo" -> {
        var epoch = chain.nodes().getFirst().finalized();
        yield Map.of("absoluteSlot", epoch.slot(), "blockHeight", epoch.blockHeight());
      }
      case "getMultipleAccounts" -> {
        var read =
            chain.accounts(
                TestVectors.list(params.get(0)).stream()
                    .map(a -> Address.of(a.asString()))
                    .toList(),
                0);
        yield withSlot(
            read.slot(),
            read.accounts().stream().map(a -> a.map(this::account).orElse(null)).toList());
      }
      case "getSignatureStatuses" -> {
        var read =
            chain
                .nodes()
                .getFirst()
                .statuses(
                    TestVectors.list(params.get(0)).stream().map(JsonNode::asString).toList());
        yield withSlot(read.slot(), read.statuses().stream().map(FakeRpcServer::status).toList());
      }
      case "sendTransaction" -> {
        chain.send(Base64.getDecoder().decode(params.get(0).asString()), true);
        yield "sent";
      }
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private Map<String, Object> account(AccountData account) {
    return Map.of(
        "owner",
        account.owner().toString(),
        "lamports",
        account.lamports(),
        "data",
        List.of(Base64.getEncoder().encodeToString(account.data()), "base64"));
  }

  private static @Nullable Object status(Status status) {
    if (!(status instanceof Status.Landed landed)) {
      return null;
    }
    var answer = new HashMap<String, @Nullable Object>();
    answer.put("slot", landed.slot());
    answer.put("err", null);
    answer.put("confirmationStatus", "confirmed");
    return answer;
  }

  private static Object withSlot(long slot, Object value) {
    return Map.of("context", Map.of("slot", slot), "value", value);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
