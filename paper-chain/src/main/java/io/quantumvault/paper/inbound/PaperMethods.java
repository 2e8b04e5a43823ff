package io.quantumvault.paper.inbound;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.node.Commitment;
import io.quantumvault.paper.node.RpcNode;
import io.quantumvault.paper.venue.Market;
import io.quantumvault.paper.venue.Oracle;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bitcoinj.base.Base58;

/** Money out of nothing and prices by hand: what only a paper chain has. */
final class PaperMethods {
  private static final int QUOTE_PLACES = 6;
  private static final int SIGNATURE_BYTES = 64;
  private static final long MAX_AIRDROP_LAMPORTS = 1_000_000_000_000_000L;
  private static final long MAX_DEPOSIT = 1_000_000_000_000_000L;
  private static final long MAX_PRICE = 1_000_000_000_000_000L;

  private final RpcNode node;
  private final SecureRandom random = new SecureRandom();

  PaperMethods(RpcNode node) {
    this.node = node;
  }

  Map<String, RpcMethod> methods() {
    return Map.of(
        "requestAirdrop", this::airdrop,
        "paperDeposit", this::deposit,
        "paperSetPrice", this::setPrice,
        "paperPrices", p -> prices());
  }

  private Object airdrop(Params params) throws RpcException {
    Address to = params.address(0);
    long lamports = params.u64(1);
    if (lamports > MAX_AIRDROP_LAMPORTS) {
      throw RpcException.invalidParams("Invalid request: airdrop is too large");
    }
    byte[] signature = new byte[SIGNATURE_BYTES];
    random.nextBytes(signature);
    try {
      node.validator().airdrop(to, lamports, signature);
    } catch (IllegalArgumentException e) {
      throw RpcException.invalidParams("Invalid request: " + e.getMessage());
    }
    return Base58.encode(signature);
  }

  private Object deposit(Params params) throws RpcException {
    Address user = params.address(0);
    long amount = params.decimal(1, 0);
    if (amount > MAX_DEPOSIT) {
      throw RpcException.invalidParams("Invalid params: deposit is too large");
    }
    try {
      node.validator().deposit(user, amount);
    } catch (IllegalArgumentException e) {
      throw RpcException.invalidParams("Invalid params: " + e.getMessage());
    }
    return newest(s -> Answers.withContext(s, Long.toString(amount)));
  }

  private Object setPrice(Params params) throws RpcException {
    Market market =
        Market.named(params.string(0))
            .orElseThrow(() -> RpcException.invalidParams("Invalid params: unknown market"));
    long price = params.decimal(1, QUOTE_PLACES);
    if (price > MAX_PRICE) {
      throw RpcException.invalidParams("Invalid params: price is too large");
    }
    node.validator().setPrice(market, price);
    return prices();
  }

  private Object newest(RpcNode.Question<Object, RuntimeException> question) {
    return node.read(Commitment.PROCESSED, question);
  }

  private Object prices() {
    return newest(s -> {
      Map<String, Object> prices = new LinkedHashMap<>();
      for (Market market : Market.ALL) {
        long price = Oracle.price(s.chain().accounts(), market.oracle());
        prices.put(market.name(), BigDecimal.valueOf(price, QUOTE_PLACES).toPlainString());
      }
      return Answers.withContext(s, prices);
    });
  }
}
