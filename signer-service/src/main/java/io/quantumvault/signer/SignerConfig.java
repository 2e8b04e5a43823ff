package io.quantumvault.signer;

import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.sign.ServicePublicKeys;
import io.quantumvault.kit.database.DatabasePool;
import io.quantumvault.kit.keys.KeyManagementChoice;
import io.quantumvault.schemas.Principal;
import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.account.AccountWatch;
import io.quantumvault.signer.chain.Blockhashes;
import io.quantumvault.signer.chain.ComputeUnits;
import io.quantumvault.signer.chain.EndpointLog;
import io.quantumvault.signer.chain.PriorityFees;
import io.quantumvault.signer.fate.FateWatch;
import io.quantumvault.signer.inbound.IntentListener;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.inbound.StateListener;
import io.quantumvault.signer.lane.Tools;
import io.quantumvault.signer.lane.TradeSettings;
import io.quantumvault.signer.limits.GrantEvidence;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.limits.ResumeEvidence;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.outbound.Database;
import io.quantumvault.signer.outbound.LiveGrants;
import io.quantumvault.signer.signing.TradeSigner;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.signer.venue.drift.DriftVenue;
import io.quantumvault.solana.rpc.AnswerLimits;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.ChainClock;
import io.quantumvault.solana.rpc.Cluster;
import io.quantumvault.solana.rpc.JsonRpcChain;
import io.quantumvault.solana.rpc.RpcSettings;
import io.quantumvault.solana.rpc.SignatureSubscriptions;
import io.quantumvault.solana.rpc.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Wires a trade's path; the order of starting is in {@link SignerLifecycle}. What is imported has
 * one constructor, for which Spring finds the arguments; what needs a setting is made by a method.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  PlatformMark.class,
  HeldPartitions.class,
  StandingCheck.class,
  TradeSigner.class,
  AccountReader.class,
  StateListener.class,
  SignerHealth.class,
  LiveGrants.class,
  SignerLifecycle.class,
  Partitions.class
})
class SignerConfig {
  private static final Duration STOPS_ASKED_EVERY = Duration.ofSeconds(1);
  private static final Duration UNKNOWN_ASKED_EVERY = Duration.ofSeconds(5);
  private static final int LEDGER_CONNECTIONS = 8;
  private static final int UNFLUSHED_CONNECTIONS = 2;

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean(destroyMethod = "")
  Database database(Partitions.Databases databases) {
    return databases.flushed();
  }

  @Bean
  Partitions.Databases databases(SignerSettings settings) {
    var unflushed = pool(settings, UNFLUSHED_CONNECTIONS);
    unflushed.addDataSourceProperty("options", "-c statement_timeout=8s -c synchronous_commit=off");
    var flushed = pool(settings, LEDGER_CONNECTIONS);
    flushed.addDataSourceProperty("options", "-c statement_timeout=8s");
    return new Partitions.Databases(new Database(flushed), new Database(unflushed));
  }

  /** Connects when first asked: the ledger need not be there before the signer. */
  private static HikariDataSource pool(SignerSettings settings, int connections) {
    var pool =
        DatabasePool.prepare(
            new HikariDataSource(), Principal.SIGNER.userName(), settings.database(), connections);
    pool.setAutoCommit(false);
    pool.addDataSourceProperty("socketTimeout", "15");
    return pool;
  }

  @Bean
  SteadyClock steadyClock() {
    return new SteadyClock();
  }

  @Bean
  JsonRpcChain chain(SignerSettings settings, SteadyClock steady) {
    var chain = settings.chain();
    return JsonRpcChain.guarded(
        RpcSettings.forTrading(
            chain.rpcUrls(),
            chain.timeout(),
            AnswerLimits.withAccounts(Math.toIntExact(chain.maxAccountsAnswer().toBytes())),
            chain.commitment(),
            RpcSettings.Origin.of(Cluster.named(settings.cluster()))),
        new EndpointLog(),
        steady,
        new ChainClock(steady));
  }

  /** Started by the hardening, which came before any bean. */
  @Bean
  KeyMemory keyMemory() {
    return KeyMemory.state();
  }

  @Bean
  OpenKeyManagement keyManagement(KeyManagementChoice choice, SignerSettings settings) {
    return choice.open(settings.keys().dir());
  }

  /** Venue adapters by the names that policies use. */
  record SignerVenues(Map<String, Venue> byName) {}

  @Bean
  SignerVenues venues() {
    var drift = new DriftVenue();
    return new SignerVenues(Map.of("drift-v2", drift, "paper", drift));
  }

  @Bean
  ResumeEvidence resumeEvidence(SignerSettings settings) {
    return new ResumeEvidence(settings.signer().domains());
  }

  @Bean
  GrantEvidence grantEvidence(SignerSettings settings) {
    return new GrantEvidence(settings.signer().domains(), settings.cluster());
  }

  @Bean
  AccountWatch accountWatch(
      Chain chain,
      AccountReader reader,
      SignerVenues venues,
      HeldPartitions held,
      Clock clock,
      SignerSettings settings) {
    return new AccountWatch(
        chain,
        reader,
        venues.byName(),
        held,
        clock,
        settings.signer().observeEvery(),
        settings.signer().heartbeatEvery());
  }

  @Bean
  Blockhashes blockhashes(Chain chain, SteadyClock steady) {
    return new Blockhashes(chain, steady, Blockhashes.Age.STANDARD);
  }

  @Bean
  PriorityFees priorityFees(Chain chain, SteadyClock steady, SignerSettings settings) {
    var s = settings.signer();
    return new PriorityFees(chain, steady, s.feePercentile(), s.microLamportsPerUnit());
  }

  @Bean
  ComputeUnits computeUnits(Chain chain, SteadyClock steady, SignerSettings settings) {
    var s = settings.signer();
    return new ComputeUnits(
        chain,
        steady,
        new ComputeUnits.Bounds(
            s.computeUnitLimit(),
            s.maxComputeUnits(),
            s.computeUnitMarginPercent(),
            s.computeUnitsHold()));
  }

  @Bean
  SignatureSubscriptions signatureSubscriptions(SignerSettings settings, SteadyClock steady) {
    return new SignatureSubscriptions(settings.chain().wsUrls(), steady);
  }

  @Bean
  FateWatch fateWatch(
      Chain chain, SignatureSubscriptions hints, SteadyClock steady, SignerSettings settings) {
    var s = settings.signer();
    return new FateWatch(
        chain,
        hints,
        steady,
        new FateWatch.Pace(s.statusEvery(), s.heightEvery(), s.hearing(), s.fateWithin()));
  }

  @Bean
  Tools tools(
      StandingCheck standings,
      GrantEvidence evidence,
      AccountReader accounts,
      SignerVenues venues,
      Blockhashes blockhashes,
      PriorityFees fees,
      ComputeUnits units,
      TradeSigner signer,
      FateWatch fates,
      SignerSettings settings,
      Clock clock) {
    var s = settings.signer();
    return new Tools(
        standings,
        evidence,
        accounts,
        venues.byName(),
        blockhashes,
        fees,
        units,
        signer,
        fates,
        new TradeSettings(
            s.maxOracleAge(),
            s.retryEvery(),
            s.effectWithin(),
            STOPS_ASKED_EVERY,
            UNKNOWN_ASKED_EVERY,
            s.fateWithin()),
        clock);
  }

  @Bean
  IntentListener intentListener(SignerSettings settings, Partitions partitions) {
    var stage = ServicePublicKeys.loadFolder(settings.keys().dir(), "intent-signing");
    if (stage.keyIds().isEmpty()) {
      throw new IllegalStateException(
          "no intent-signing*.pub in " + settings.keys().dir() + ": no intent could be believed");
    }
    return new IntentListener(new IntentReader(stage), partitions);
  }
}
