package io.quantumvault.signer;

import io.quantumvault.kit.settings.DatabaseSettings;
import io.quantumvault.kit.settings.KafkaSettings;
import io.quantumvault.kit.settings.KeySettings;
import io.quantumvault.kit.settings.Settings;
import io.quantumvault.signer.hardening.Hardening;
import io.quantumvault.solana.rpc.Commitment;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the signer; secrets are files.
 *
 * @param kafka as the user {@code signer-service}
 * @param database as the role {@code qv_signer}
 * @param keys the folder with {@code kms-execution-v*.key} and {@code intent-signing*.pub}
 * @param cluster mainnet, devnet or localnet; policies for another one are refused
 */
@ConfigurationProperties("quantumvault")
public record SignerSettings(
    KafkaSettings kafka,
    DatabaseSettings database,
    KeySettings keys,
    Chain chain,
    String cluster,
    Signer signer) {

  /** Refuses settings that are missing or contradict each other. */
  public SignerSettings {
    Settings.require(kafka, "kafka.bootstrap-servers");
    Settings.require(database, "database.url");
    Settings.require(keys, "keys.dir");
    Settings.require(chain, "chain.rpc-urls");
    Settings.require(cluster, "cluster");
    Settings.require(signer, "signer.origins");
    Settings.check(
        signer.hardening() == Hardening.Mode.STRICT || cluster.equals("localnet"),
        "signer.hardening=available is for the cluster localnet only");
  }

  /**
   * The chain's endpoints.
   *
   * @param rpcUrls Solana JSON-RPC: reads go to them in turn, transactions to all at once; a fate
   *     is agreed between two of them where there are two
   * @param wsUrls {@code ws} or {@code wss} addresses that tell of signatures at once; none are
   *     needed
   * @param timeout for one whole answer
   * @param maxAccountsAnswer a longer answer with accounts is no answer; others have 64 or 256 KiB
   * @param commitment {@code auto} is {@code finalized} where the chain has fast finality, else
   *     {@code confirmed}
   */
  public record Chain(
      List<URI> rpcUrls,
      @DefaultValue List<URI> wsUrls,
      @DefaultValue("3s") Duration timeout,
      @DefaultValue("8MB") DataSize maxAccountsAnswer,
      @DefaultValue("auto") Commitment commitment) {
    /** Refuses settings that are missing. */
    public Chain {
      Settings.check(rpcUrls != null && !rpcUrls.isEmpty(), "chain.rpc-urls is not set");
      rpcUrls = List.copyOf(rpcUrls);
      wsUrls = List.copyOf(wsUrls);
    }
  }

  /**
   * The signer's own.
   *
   * @param origins where owners sign, such as {@code https://vault.example}; the scheme may be left
   *     out
   * @param instance names this worker within the consumer group
   * @param computeUnitLimit asked for where a transaction could not be simulated
   * @param maxComputeUnits never more than this is asked for
   * @param computeUnitMarginPercent on top of what the simulation used
   * @param computeUnitsHold how long a simulation's figure serves for trades of its kind
   * @param microLamportsPerUnit bid at least this per compute unit, within the policy's own bound
   * @param feePercentile of what others paid of late to write to the same accounts, 1 to 100
   * @param statusEvery how often endpoints are asked for the statuses of what is in flight
   * @param heightEvery how often for the height, for what is in flight longer than that
   * @param hearing how long the other endpoints are waited for once one has answered
   * @param fateWithin from a signature to its fate, or to an unknown outcome
   */
  public record Signer(
      Set<String> origins,
      @DefaultValue("strict") Hardening.Mode hardening,
      @DefaultValue("1") String instance,
      @DefaultValue("400000") int computeUnitLimit,
      @DefaultValue("1400000") int maxComputeUnits,
      @DefaultValue("20") int computeUnitMarginPercent,
      @DefaultValue("10m") Duration computeUnitsHold,
      @DefaultValue("1000") long microLamportsPerUnit,
      @DefaultValue("75") int feePercentile,
      @DefaultValue("10s") Duration maxOracleAge,
      @DefaultValue("200ms") Duration statusEvery,
      @DefaultValue("1s") Duration heightEvery,
      @DefaultValue("250ms") Duration hearing,
      @DefaultValue("45s") Duration fateWithin,
      @DefaultValue("250ms") Duration retryEvery,
      @DefaultValue("20s") Duration effectWithin,
      @DefaultValue("5s") Duration observeEvery,
      @DefaultValue("5m") Duration heartbeatEvery) {

    /** Refuses settings that are missing. */
    public Signer {
      Settings.check(origins != null && !origins.isEmpty(), "signer.origins is not set");
      origins = Set.copyOf(origins);
    }

    /** Origins as signed texts name them: host and port. */
    public Set<String> domains() {
      return origins.stream()
          .map(origin -> origin.replaceFirst("^https?://", "").replaceFirst("/$", ""))
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
