package io.quantumvault.signer;

import io.quantumvault.kit.settings.DatabaseSettings;
import io.quantumvault.kit.settings.KafkaSettings;
import io.quantumvault.kit.settings.KeySettings;
import io.quantumvault.kit.settings.Settings;
import io.quantumvault.signer.hardening.Hardening;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

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

  /** Solana JSON-RPC endpoints, used in turn, and how long one answer may take. */
  public record Chain(List<URI> rpcUrls, @DefaultValue("3s") Duration timeout) {
    /** Refuses settings that are missing. */
    public Chain {
      Settings.check(rpcUrls != null && !rpcUrls.isEmpty(), "chain.rpc-urls is not set");
      rpcUrls = List.copyOf(rpcUrls);
    }
  }

  /**
   * The signer's own.
   *
   * @param origins where owners sign, such as {@code https://vault.example}; the scheme may be left
   *     out
   * @param instance names this worker within the consumer group
   * @param microLamportsPerUnit bid per compute unit, before the policy's own bound
   * @param heightMargin blocks past the last valid one before a transaction counts as expired
   */
  public record Signer(
      Set<String> origins,
      @DefaultValue("strict") Hardening.Mode hardening,
      @DefaultValue("1") String instance,
      @DefaultValue("400000") int computeUnitLimit,
      @DefaultValue("1000") long microLamportsPerUnit,
      @DefaultValue("10s") Duration maxOracleAge,
      @DefaultValue("2s") Duration blockhashEvery,
      @DefaultValue("250ms") Duration statusEvery,
      @DefaultValue("2s") Duration resendEvery,
      @DefaultValue("2s") Duration heightEvery,
      @DefaultValue("10") long heightMargin,
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
