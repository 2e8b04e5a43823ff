package io.quantumvault.schemas;

import static io.quantumvault.schemas.Principal.AUDIT;
import static io.quantumvault.schemas.Principal.CONTROL_PLANE;
import static io.quantumvault.schemas.Principal.DEBEZIUM;
import static io.quantumvault.schemas.Principal.INGEST;
import static io.quantumvault.schemas.Principal.POLICY;
import static io.quantumvault.schemas.Principal.RECONCILER;
import static io.quantumvault.schemas.Principal.REPLAY;
import static io.quantumvault.schemas.Principal.SIGNER;
import static io.quantumvault.schemas.Principal.WITNESS;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every topic of the pipeline: its key, who writes it, who reads it, how it is kept. Topics are
 * made from here and nowhere else (auto-create is off), and the brokers' access rules follow from
 * it. Start reading here.
 */
public final class Topics {
  /**
   * Topics keyed by agent wallet share this count for life: joins, Merkle logs and the ledger
   * depend on it.
   */
  public static final int WALLET_PARTITIONS = 12;

  /** Accepted webhooks. Key: agent wallet (Base58 text). Value: Signal. */
  public static final Topic SIGNALS =
      audited("signals-v1", Set.of(INGEST), Set.of(POLICY, AUDIT, REPLAY));

  /** Snapshots of what may execute. Key: agent wallet. Value: AgentWalletState. */
  public static final Topic EXECUTION_STATE =
      new Topic(
          "execution-state-v1",
          WALLET_PARTITIONS,
          Cleanup.COMPACT_LATE,
          Set.of(DEBEZIUM),
          Set.of(POLICY, SIGNER));

  /** Global freeze. Key: {@code global}. Value: PlatformState. */
  public static final Topic PLATFORM_STATE =
      compacted("platform-state-v1", 1, Set.of(DEBEZIUM), Set.of(POLICY, SIGNER));

  /**
   * Where a URL token leads. Key: SHA-256 of the token, 64 lower-case hex. Value: WebhookRoute or a
   * tombstone.
   */
  public static final Topic WEBHOOK_ROUTES =
      compacted("webhook-routes-v1", 1, Set.of(DEBEZIUM), Set.of(INGEST));

  /**
   * What the signer must never take back, beyond the reach of the database's administrators. Key:
   * {@code hot:} or {@code standing:} and the agent wallet, in the wallet's partition. Value:
   * SignerMarks.
   */
  public static final Topic SIGNER_MARKS =
      compacted("signer-marks-v1", WALLET_PARTITIONS, Set.of(SIGNER), Set.of(SIGNER, RECONCILER));

  /** Owners' own orders. Key: agent wallet. Value: OwnerOrder. */
  public static final Topic OWNER_ORDERS =
      audited("owner-orders-v1", Set.of(DEBEZIUM), Set.of(SIGNER, AUDIT));

  /** Oracle prices. Key: market. Value: MarketPrice. Who writes them goes on from the newest. */
  public static final Topic PRICES =
      compacted("prices-v1", 1, Set.of(INGEST), Set.of(POLICY, INGEST));

  /** Approved intents, signed by the policy stage. Key: agent wallet. Value: TradeIntent. */
  public static final Topic INTENTS =
      audited("intents-v1", Set.of(POLICY), Set.of(SIGNER, AUDIT, RECONCILER, REPLAY));

  /**
   * Refused signals with reasons, and answers to dry runs. Key: agent wallet. Value:
   * RejectionRecord.
   */
  public static final Topic REJECTIONS =
      audited("rejections-v1", Set.of(POLICY, INGEST), Set.of(AUDIT, CONTROL_PLANE, REPLAY));

  /** Steps of intents and account readings. Key: agent wallet. Value: ExecutionRecord. */
  public static final Topic EXECUTIONS =
      audited(
          "executions-v1",
          Set.of(SIGNER),
          Set.of(POLICY, SIGNER, AUDIT, CONTROL_PLANE, RECONCILER));

  /** What owners and staff did. Key: owner, or {@code staff:} and the id. Value: VaultEvent. */
  public static final Topic VAULT_EVENTS =
      new Topic("vault-events-v1", 3, Cleanup.KEEP, Set.of(DEBEZIUM), Set.of(AUDIT, CONTROL_PLANE));

  /**
   * What people order by hand: the end of a hold, of an unknown outcome. Key: agent wallet. Value:
   * AdminOrder.
   */
  public static final Topic ADMIN_ORDERS =
      audited("admin-orders-v1", Set.of(RECONCILER), Set.of(SIGNER, AUDIT));

  /** Heads of the audit trail. Key: log origin. Value: signed note, UTF-8. */
  public static final Topic AUDIT_CHECKPOINTS =
      new Topic("audit-checkpoints-v1", 1, Cleanup.KEEP, Set.of(AUDIT), Set.of(WITNESS));

  /** Debezium's proof of life; nobody reads it. */
  public static final Topic OUTBOX_HEARTBEAT =
      new Topic("quantumvault-heartbeat", 1, Cleanup.SHORT, Set.of(DEBEZIUM), Set.of());

  private static final List<Topic> PRIMARY =
      List.of(
          SIGNALS,
          EXECUTION_STATE,
          PLATFORM_STATE,
          WEBHOOK_ROUTES,
          SIGNER_MARKS,
          OWNER_ORDERS,
          PRICES,
          INTENTS,
          REJECTIONS,
          EXECUTIONS,
          VAULT_EVENTS,
          ADMIN_ORDERS,
          AUDIT_CHECKPOINTS,
          OUTBOX_HEARTBEAT);

  /** The topics whose every record becomes a leaf of the audit trail. */
  public static final List<Topic> AUDITED =
      List.of(SIGNALS, REJECTIONS, INTENTS, EXECUTIONS, OWNER_ORDERS, VAULT_EVENTS, ADMIN_ORDERS);

  private Topics() {}

  /** All topics, each with its dead-letter topic where somebody reads it. */
  public static List<Topic> all() {
    return PRIMARY.stream()
        .flatMap(topic ->
            topic.readers().isEmpty()
                ? java.util.stream.Stream.of(topic)
                : java.util.stream.Stream.of(topic, topic.deadLetters()))
        .toList();
  }

  private static Topic audited(String name, Set<Principal> writers, Set<Principal> readers) {
    return new Topic(name, WALLET_PARTITIONS, Cleanup.KEEP, writers, readers);
  }

  private static Topic compacted(
      String name, int partitions, Set<Principal> writers, Set<Principal> readers) {
    return new Topic(name, partitions, Cleanup.COMPACT, writers, readers);
  }

  /** How long records are kept. */
  public enum Cleanup {
    /** For ever: the audited topics. */
    KEEP(Map.of("cleanup.policy", "delete", "retention.ms", "-1")),
    /** The newest record of each key. */
    COMPACT(
        Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "60000",
            "min.cleanable.dirty.ratio", "0.1")),
    /**
     * The newest record of each key, and for 49 hours all of them: a signer that was away sees each
     * end of a grant that could still be put back (a grant lives 24 hours, its exits 24 more).
     */
    COMPACT_LATE(
        Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "60000",
            "min.cleanable.dirty.ratio", "0.1",
            "min.compaction.lag.ms", "176400000")),
    /** A day. */
    SHORT(Map.of("cleanup.policy", "delete", "retention.ms", "86400000"));

    private final Map<String, String> settings;

    Cleanup(Map<String, String> settings) {
      this.settings = settings;
    }

    /** Topic settings as the broker names them. */
    public Map<String, String> settings() {
      return settings;
    }
  }

  /**
   * One topic.
   *
   * @param name hyphens only, no dots
   * @param partitions fixed for life
   * @param writers the only principals allowed to write
   * @param readers the only principals allowed to read, people apart
   */
  public record Topic(
      String name,
      int partitions,
      Cleanup cleanup,
      Set<Principal> writers,
      Set<Principal> readers) {

    /** Settings the topic is made with. */
    public Map<String, String> settings() {
      var all = new java.util.TreeMap<>(cleanup.settings());
      all.put("message.timestamp.type", "CreateTime");
      return all;
    }

    /** Where a reader puts what it cannot read; written by the readers, read by people. */
    public Topic deadLetters() {
      var writers =
          readers.stream()
              .filter(reader -> !reader.onlyReads())
              .collect(Collectors.toUnmodifiableSet());
      return new Topic(name + "-dlt", partitions, Cleanup.KEEP, writers, Set.of());
    }
  }
}
