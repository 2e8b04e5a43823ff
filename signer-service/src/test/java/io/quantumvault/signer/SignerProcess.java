package io.quantumvault.signer;

import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.keys.sign.ServicePublicKeys;
import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.account.AccountWatch;
import io.quantumvault.signer.chain.Blockhashes;
import io.quantumvault.signer.chain.ComputeUnits;
import io.quantumvault.signer.chain.PriorityFees;
import io.quantumvault.signer.fate.FateWatch;
import io.quantumvault.signer.inbound.IntentListener;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.inbound.StateFeed;
import io.quantumvault.signer.inbound.StateListener;
import io.quantumvault.signer.lane.Tools;
import io.quantumvault.signer.lane.TradeSettings;
import io.quantumvault.signer.limits.GrantEvidence;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.limits.ResumeEvidence;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.outbound.Database;
import io.quantumvault.signer.outbound.MarkReader;
import io.quantumvault.signer.signing.TradeSigner;
import io.quantumvault.signer.venue.drift.DriftVenue;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.SignatureHints;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * A signer wired as {@link SignerConfig} wires it, on edges that a test gives: everything between
 * the records of intents and the outside is the product's own.
 */
public final class SignerProcess {
  private static final Duration FATE_WITHIN = Duration.ofSeconds(45);
  private static final Duration SOON = Duration.ofMillis(1);

  private final HeldPartitions held = new HeldPartitions();
  private final Partitions partitions;
  private final IntentListener listener;
  private final FateWatch fates;
  private final StateFeed state;

  /**
   * Everything outside a signer.
   *
   * @param ledger gives connections as the signer's role
   * @param producers of a partition, not initialised
   * @param wall the machine's clock, which jumps
   * @param steady the clock that does not
   */
  public record Outside(
      Chain chain,
      KeyUnwrapping kms,
      HikariDataSource ledger,
      IntFunction<Supplier<Producer<byte[], byte[]>>> producers,
      Supplier<Consumer<byte[], byte[]>> marks,
      ConsumerFactory<byte[], byte[]> states,
      InstantSource wall,
      InstantSource steady,
      ServicePublicKeys stage) {}

  /** Starts it; it holds no partition yet. */
  public SignerProcess(Outside outside) {
    var chain = outside.chain();
    var wall = outside.wall();
    var steady = outside.steady();
    var resumes = new ResumeEvidence(Set.of(TestOwner.DOMAIN));
    var platform = new PlatformMark();
    var accounts = new AccountReader(chain, held, wall);
    var watch =
        new AccountWatch(
            chain, accounts, Map.of(), held, wall, Duration.ofHours(1), Duration.ofHours(1));
    fates =
        new FateWatch(
            chain,
            SignatureHints.NONE,
            steady,
            new FateWatch.Pace(SOON, Duration.ofSeconds(1), Duration.ofSeconds(10), FATE_WITHIN));
    var tools =
        new Tools(
            new StandingCheck(resumes, platform),
            new GrantEvidence(Set.of(TestOwner.DOMAIN), "localnet"),
            accounts,
            Map.of("paper", new DriftVenue()),
            new Blockhashes(chain, steady, Blockhashes.Age.STANDARD),
            new PriorityFees(chain, steady, 75, 1000),
            new ComputeUnits(
                chain,
                steady,
                new ComputeUnits.Bounds(400_000, 400_000, 300, Duration.ofMinutes(10))),
            new TradeSigner(outside.kms()),
            fates,
            new TradeSettings(
                Duration.ofSeconds(10),
                SOON,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                SOON,
                FATE_WITHIN),
            wall);
    var database = new Database(outside.ledger());
    state = new StateFeed(outside.states(), new StateListener(held, platform, watch));
    partitions =
        new Partitions(
            held,
            new Partitions.Databases(database, database),
            new MarkReader(outside.marks()),
            outside.producers(),
            state,
            watch,
            resumes,
            tools);
    listener = new IntentListener(new IntentReader(outside.stage()), partitions);
    fates.start();
    state.followPlatform();
  }

  /** The partition of a wallet's records. */
  public static int partition(String agentWallet) {
    return HeldPartitions.partition(agentWallet);
  }

  /** What Kafka would call. */
  public IntentListener listener() {
    return listener;
  }

  /** Lets its threads come to their end; whatever they still try must already fail. */
  public void bury() {
    fates.close();
    for (int partition : held.numbers()) {
      var holding = held.remove(partition);
      if (holding != null) {
        holding.lanes().close();
        holding.asking().close();
        holding.log().close();
      }
    }
    state.close();
  }
}
