package io.quantumvault.signer;

import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.choice.KeyManagements;
import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.metrics.PrometheusText;
import io.quantumvault.keys.sign.ServicePublicKeys;
import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.account.AccountWatch;
import io.quantumvault.signer.account.DayOpenings;
import io.quantumvault.signer.inbound.HealthServer;
import io.quantumvault.signer.inbound.IntentListener;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.inbound.StateFeed;
import io.quantumvault.signer.inbound.StateListener;
import io.quantumvault.signer.lane.Blockhashes;
import io.quantumvault.signer.lane.ClaimStore;
import io.quantumvault.signer.lane.Confirmations;
import io.quantumvault.signer.lane.IntentDesk;
import io.quantumvault.signer.lane.KeyedLanes;
import io.quantumvault.signer.lane.Planner;
import io.quantumvault.signer.lane.TradeSettings;
import io.quantumvault.signer.lane.TradeWorker;
import io.quantumvault.signer.limits.GrantEvidence;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.limits.ResumeEvidence;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.message.TradeMessage.Budget;
import io.quantumvault.signer.outbound.Database;
import io.quantumvault.signer.outbound.ExecutionPublisher;
import io.quantumvault.signer.outbound.PostgresClaimStore;
import io.quantumvault.signer.outbound.PostgresMarks;
import io.quantumvault.signer.signing.TradeSigner;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.signer.venue.drift.DriftVenue;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.JsonRpcChain;
import io.quantumvault.solana.rpc.RpcSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/** Wires a trade's path; the order of starting is in {@link SignerLifecycle}. */
@Configuration(proxyBeanMethods = false)
class SignerConfig {
  private static final Duration BLOCKHASH_USABLE = Duration.ofSeconds(20);
  private static final long CONNECTION_TIMEOUT_MS = 3000;

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Database database(SignerSettings settings) {
    var database = settings.database();
    var pool = new HikariDataSource();
    pool.setPoolName("ledger");
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.username());
    pool.setPassword(SecretFiles.password(database.passwordFile()));
    pool.setMaximumPoolSize(database.poolSize());
    pool.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
    pool.setAutoCommit(false);
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    pool.addDataSourceProperty("ApplicationName", "signer-service");
    pool.addDataSourceProperty("socketTimeout", "15");
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    pool.addDataSourceProperty("options", "-c lock_timeout=5s -c statement_timeout=8s");
    return new Database(pool);
  }

  @Bean
  JsonRpcChain chain(SignerSettings settings) {
    return new JsonRpcChain(RpcSettings.of(settings.chain().rpcUrls(), settings.chain().timeout()));
  }

  @Bean
  KmsMetrics kmsMetrics() {
    return new KmsMetrics();
  }

  /** Which one, and what it needs, is said under {@code quantumvault.kms.*}. */
  @Bean
  OpenKeyManagement keyManagement(
      SignerSettings settings, Environment environment, KmsMetrics metrics) {
    return KeyManagements.open(
        KmsSettings.of(
            name -> environment.getProperty("quantumvault.kms." + name), settings.keys().dir()),
        metrics);
  }

  @Bean
  TradeSigner tradeSigner(OpenKeyManagement keys) {
    return new TradeSigner(keys);
  }

  /** Venue adapters by the names that policies use. */
  record SignerVenues(Map<String, Venue> byName) {}

  @Bean
  SignerVenues venues() {
    var drift = new DriftVenue();
    return new SignerVenues(Map.of("drift-v2", drift, "paper", drift));
  }

  @Bean
  PlatformMark platformMark() {
    return new PlatformMark();
  }

  @Bean
  ResumeEvidence resumeEvidence(SignerSettings settings) {
    return new ResumeEvidence(settings.signer().domains());
  }

  @Bean
  StandingCheck standingCheck(ResumeEvidence resumes) {
    return new StandingCheck(resumes);
  }

  @Bean
  GrantEvidence grantEvidence(SignerSettings settings) {
    return new GrantEvidence(settings.signer().domains(), settings.cluster());
  }

  @Bean
  ExecutionPublisher executionPublisher(
      Database database, KafkaTemplate<byte[], byte[]> kafka, Clock clock) {
    return new ExecutionPublisher(database, kafka, clock);
  }

  @Bean
  PostgresClaimStore claimStore(
      Database database, PlatformMark platform, ExecutionPublisher publisher) {
    return new PostgresClaimStore(database, platform, publisher::eventsWaiting);
  }

  @Bean
  PostgresMarks marks(Database database) {
    return new PostgresMarks(database);
  }

  @Bean
  AccountReader accountReader(Chain chain, PostgresMarks marks, Clock clock) {
    return new AccountReader(chain, new DayOpenings(marks), clock);
  }

  @Bean
  AccountWatch accountWatch(
      Chain chain,
      AccountReader reader,
      SignerVenues venues,
      ExecutionPublisher publisher,
      Clock clock,
      SignerSettings settings) {
    return new AccountWatch(
        chain,
        reader,
        venues.byName(),
        publisher,
        clock,
        settings.signer().observeEvery(),
        settings.signer().heartbeatEvery());
  }

  @Bean
  Blockhashes blockhashes(Chain chain, Clock clock, SignerSettings settings) {
    return new Blockhashes(chain, clock, settings.signer().blockhashEvery(), BLOCKHASH_USABLE);
  }

  @Bean
  Confirmations confirmations(Chain chain, Clock clock, SignerSettings settings) {
    var s = settings.signer();
    return new Confirmations(
        chain,
        clock,
        new Confirmations.Pace(
            s.statusEvery(), s.resendEvery(), s.heightEvery(), s.heightMargin()));
  }

  @Bean
  TradeWorker tradeWorker(
      ClaimStore ledger,
      StandingCheck standings,
      GrantEvidence evidence,
      AccountReader accounts,
      SignerVenues venues,
      Blockhashes blockhashes,
      TradeSigner signer,
      Confirmations confirmations,
      SignerSettings settings,
      Clock clock) {
    var s = settings.signer();
    var planner =
        new Planner(evidence, standings, accounts, venues.byName(), ledger, s.maxOracleAgeSlots());
    return new TradeWorker(
        ledger,
        standings,
        planner,
        blockhashes,
        signer,
        confirmations,
        accounts,
        venues.byName(),
        new TradeSettings(
            new Budget(s.computeUnitLimit(), s.microLamportsPerUnit()),
            s.maxOracleAgeSlots(),
            s.retryEvery(),
            s.effectWithin()),
        clock);
  }

  @Bean
  KeyedLanes lanes() {
    return new KeyedLanes();
  }

  @Bean
  IntentDesk intentDesk(
      KeyedLanes lanes,
      TradeWorker worker,
      ClaimStore ledger,
      Clock clock,
      SignerSettings settings) {
    return new IntentDesk(lanes, worker, ledger, clock, settings.signer().retryEvery());
  }

  @Bean
  IntentListener intentListener(SignerSettings settings, IntentDesk desk) {
    var stage = ServicePublicKeys.loadFolder(settings.keys().dir(), "intent-signing");
    if (stage.keyIds().isEmpty()) {
      throw new IllegalStateException(
          "no intent-signing*.pub in " + settings.keys().dir() + ": no intent could be believed");
    }
    return new IntentListener(new IntentReader(stage), desk);
  }

  @Bean
  StateListener stateListener(
      PostgresMarks marks, PlatformMark platform, ResumeEvidence resumes, AccountWatch watch) {
    return new StateListener(marks, platform, resumes, watch);
  }

  @Bean
  SignerHealth signerHealth(
      Database database, Blockhashes blockhashes, IntentListener intents, StateFeed state) {
    return new SignerHealth(database, blockhashes, intents, state);
  }

  @Bean
  SignerLifecycle signerLifecycle(
      Blockhashes blockhashes,
      Confirmations confirmations,
      ExecutionPublisher publisher,
      StateFeed state,
      AccountWatch watch,
      IntentDesk desk,
      KeyedLanes lanes,
      KafkaMessageListenerContainer<byte[], byte[]> intents) {
    return new SignerLifecycle(
        blockhashes, confirmations, publisher, state, watch, desk, lanes, intents);
  }

  @Bean
  HealthServer healthServer(SignerSettings settings, SignerHealth health, KmsMetrics metrics) {
    return new HealthServer(
        settings.management().port(),
        health::problems,
        () -> PrometheusText.of(KeyMemory.state(), metrics));
  }
}
