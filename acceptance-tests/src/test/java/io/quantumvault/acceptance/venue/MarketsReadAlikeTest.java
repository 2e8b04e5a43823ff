package io.quantumvault.acceptance.venue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.price.MarketAccount;
import io.quantumvault.ingest.price.MarketOracle;
import io.quantumvault.ingest.price.OracleAccount;
import io.quantumvault.paper.PaperChain;
import io.quantumvault.paper.PaperChainSettings;
import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.signer.venue.ChainView;
import io.quantumvault.signer.venue.VenueAccount;
import io.quantumvault.signer.venue.drift.DriftVenue;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.AnswerLimits;
import io.quantumvault.solana.rpc.Chain.AccountData;
import io.quantumvault.solana.rpc.EndpointWatch;
import io.quantumvault.solana.rpc.JsonRpcChain;
import io.quantumvault.solana.rpc.RpcSettings;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The stage rounds sizes by what ingest-service reads, the signer by what its adapter reads: an
 * exit that is a reduction for one must be one for the other.
 */
class MarketsReadAlikeTest {
  private static final Pattern MARKET =
      Pattern.compile("symbol: ([A-Z]+-PERP), feed-id: (\\d+), index: (\\d+)");
  private static final BotAccount BOT =
      new BotAccount(address(7), address(7), DriftAddresses.V2.user(address(7), 0));

  private PaperChain paper;
  private JsonRpcChain chain;

  @BeforeEach
  void start() {
    paper = PaperChain.start(PaperChainSettings.defaults().withPort(0).withBlocksByHand());
    paper.produceBlocks(40);
    chain =
        new JsonRpcChain(
            new RpcSettings(
                List.of(URI.create("http://127.0.0.1:" + paper.port())),
                RpcSettings.First.OF_THE_LIST,
                1,
                Duration.ofSeconds(60),
                AnswerLimits.standard()),
            EndpointWatch.NONE);
  }

  @AfterEach
  void stop() {
    chain.close();
    paper.close();
  }

  @Test
  void whatIngestPublishesIsWhatTheSignerUses() throws Exception {
    List<MarketOracle> markets = configured();
    assertThat(markets).extracting(MarketOracle::market).contains("SOL-PERP", "BTC-PERP");
    ChainView view = view();
    List<VenueAccount.Market> ofSigner =
        List.copyOf(new DriftVenue().read(BOT, view).markets().values());

    assertThat(ofSigner).hasSameSizeAs(markets);
    for (MarketOracle market : markets) {
      assertThat(new DriftVenue().sharedAccounts()).contains(market.oracle(), market.account());
      var listed =
          (MarketAccount.Reading.Listed) MarketAccount.decode(data(view, market.account()), market);
      var price = (OracleAccount.Reading.Price) OracleAccount.decode(data(view, market.oracle()));
      VenueAccount.Market signer =
          ofSigner.stream()
              .filter(other -> other.symbol().equals(market.market()))
              .findFirst()
              .orElseThrow();

      assertThat(listed.terms().step()).isEqualByComparingTo(signer.step());
      assertThat(listed.terms().minimum()).isEqualByComparingTo(signer.minimumSize());
      assertThat(price.price()).isEqualByComparingTo(signer.oraclePrice());
      assertThat(price.publishedAt()).isEqualTo(signer.oraclePublishedAt());
      assertThat(price.confidence()).isGreaterThan(BigDecimal.ZERO);
      assertThat(price.postedSlot()).isLessThanOrEqualTo(view.slot());
    }
  }

  private ChainView view() {
    List<Address> shared = new DriftVenue().sharedAccounts();
    ChainView read = ChainView.of(shared, chain.accounts(shared, 0));
    Map<Address, AccountData> all = new HashMap<>(read.accounts());
    all.put(
        BOT.tradingAccount(), new AccountData(DriftAddresses.PROGRAM, 1, emptyTradingAccount()));
    return new ChainView(read.slot(), all);
  }

  private static byte[] emptyTradingAccount() {
    return ByteBuffer.allocate(4376)
        .order(ByteOrder.BIG_ENDIAN)
        .putLong(0x9f755fe3ef973aecL)
        .put(BOT.authority().bytes())
        .array();
  }

  private static byte[] data(ChainView view, Address address) {
    return view.account(address).orElseThrow().data();
  }

  /** The markets as ingest-service is delivered with. */
  private static List<MarketOracle> configured() throws IOException {
    List<MarketOracle> markets = new ArrayList<>();
    try (var in =
        Objects.requireNonNull(MarketAccount.class.getResourceAsStream("/ingest-service.yml"))) {
      MARKET
          .matcher(new String(in.readAllBytes(), UTF_8))
          .results()
          .forEach(found -> {
            int index = Integer.parseInt(found.group(3));
            markets.add(
                new MarketOracle(
                    found.group(1),
                    DriftAddresses.V2.pythLazerOracle(Integer.parseInt(found.group(2))),
                    DriftAddresses.V2.perpMarket(index),
                    index));
          });
    }
    return markets;
  }

  private static Address address(int fill) {
    byte[] bytes = new byte[32];
    bytes[31] = (byte) fill;
    return Address.read(bytes, 0);
  }
}
