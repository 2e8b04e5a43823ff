package io.quantumvault.signer;

import io.quantumvault.signer.hardening.Hardening;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the signer; secrets are files.
 *
 * @param cluster mainnet, devnet or localnet; policies for another one are refused
 */
@ConfigurationProperties("quantumvault")
public record SignerSettings(
    Kafka kafka,
    Database database,
    Keys keys,
    Chain chain,
    String cluster,
    @DefaultValue Management management,
    Signer signer) {

  /** Refuses settings that are missing or contradict each other. */
  public SignerSettings {
    require(kafka, "kafka.bootstrap-servers");
    require(database, "database.url");
    require(keys, "keys.dir");
    require(chain, "chain.rpc-urls");
    require(cluster, "cluster");
    require(signer, "signer.origins");
    if (signer.hardening() == Hardening.Mode.AVAILABLE && !cluster.equals("localnet")) {
      throw new IllegalArgumentException(
          "quantumvault.signer.hardening=available is for the cluster localnet only");
    }
  }

  private static void require(@Nullable Object value, String name) {
    if (value == null || value.toString().isBlank()) {
      throw new IllegalArgumentException("quantumvault." + name + " is not set");
    }
  }

  /** The brokers, and the SCRAM user {@code signer-service}. */
  public record Kafka(String bootstrapServers, String username, Path passwordFile) {
    /** Refuses settings that are missing. */
    public Kafka {
      require(bootstrapServers, "kafka.bootstrap-servers");
      require(username, "kafka.username");
      require(passwordFile, "kafka.password-file");
    }
  }

  /** PostgreSQL, and the role {@code qv_signer}. */
  public record Database(
      String url, String username, Path passwordFile, @DefaultValue("8") int poolSize) {
    /** Refuses settings that are missing. */
    public Database {
      require(url, "database.url");
      require(username, "database.username");
      require(passwordFile, "database.password-file");
    }
  }

  /** The folder with {@code kms-execution-v*.key} and {@code intent-signing*.pub}. */
  public record Keys(Path dir) {
    /** Refuses settings that are missing. */
    public Keys {
      require(dir, "keys.dir");
    }
  }

  /** Solana JSON-RPC endpoints, used in turn, and how long one answer may take. */
  public record Chain(List<URI> rpcUrls, @DefaultValue("3s") Duration timeout) {
    /** Refuses settings that are missing. */
    public Chain {
      if (rpcUrls == null || rpcUrls.isEmpty()) {
        throw new IllegalArgumentException("quantumvault.chain.rpc-urls is not set");
      }
      rpcUrls = List.copyOf(rpcUrls);
    }
  }

  /** Where {@code GET /health} is answered, on the loopback address; 0 for any free port. */
  public record Management(@DefaultValue("0") int port) {}

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
      @DefaultValue("50") long maxOracleAgeSlots,
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
      if (origins == null || origins.isEmpty()) {
        throw new IllegalArgumentException("quantumvault.signer.origins is not set");
      }
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
