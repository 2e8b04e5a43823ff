package io.quantumvault.acceptance.dsl;

import io.quantumvault.acceptance.load.LandedTrades;
import io.quantumvault.owner.SolanaRpc;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Map;

/** What the chain itself holds, read without the product. Layout: docs/drift-v2-layout.md. */
public record ChainRecords(SolanaRpc chain) {
  private static final int PERP_POSITIONS = 424;
  private static final int PERP_POSITION = 96;
  private static final int MARKET_IN_POSITION = 92;
  private static final int BASE_IN_POSITION = 8;
  private static final int POSITIONS = 8;
  private static final int BASE_DECIMALS = 9;

  /** Signatures that a wallet paid for or took part in, each with whether it succeeded. */
  public Map<String, Boolean> landed(String address) throws IOException, InterruptedException {
    return LandedTrades.of(chain, address);
  }

  /** The signed size of a trading account's position, in base units of the market. */
  public BigDecimal position(String tradingAccount, int market)
      throws IOException, InterruptedException {
    var value =
        chain
            .call(
                "getAccountInfo",
                tradingAccount,
                Map.of("encoding", "base64", "commitment", "confirmed"))
            .get("value");
    var bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(value.get("data").get(0).asString()))
            .order(ByteOrder.LITTLE_ENDIAN);
    long base = 0;
    for (int i = 0; i < POSITIONS; i++) {
      int at = PERP_POSITIONS + i * PERP_POSITION;
      if (bytes.getShort(at + MARKET_IN_POSITION) == market) {
        base += bytes.getLong(at + BASE_IN_POSITION);
      }
    }
    return BigDecimal.valueOf(base, BASE_DECIMALS);
  }
}
