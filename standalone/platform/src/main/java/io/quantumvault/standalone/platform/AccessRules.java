package io.quantumvault.standalone.platform;

import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Who may do what on the broker, derived from the writers and readers that {@link Topics} names.
 * What is not in here is refused. Idempotent writes need no rule of their own: the broker grants
 * them with the right to write a topic.
 */
public final class AccessRules {
  /** Names of what the policy stage's stream engine makes for itself start so. */
  public static final String STREAMS_PREFIX = Principal.POLICY.userName() + "-";

  private final Set<AclBinding> rules = new LinkedHashSet<>();

  private AccessRules() {}

  /** The complete set. */
  public static Set<AclBinding> all() {
    AccessRules all = new AccessRules();
    for (Topics.Topic topic : Topics.all()) {
      topic.writers().forEach(who -> all.topic(who, topic.name(), AclOperation.WRITE));
      topic.readers().forEach(who -> all.topic(who, topic.name(), AclOperation.READ));
    }
    for (Principal who : Principal.values()) {
      if (who != Principal.OPERATOR && !who.onlyReads()) {
        all.ownGroupsAndTransactions(who);
      }
    }
    all.streams();
    all.operator();
    return Set.copyOf(all.rules);
  }

  private void topic(Principal who, String name, AclOperation operation) {
    add(who, ResourceType.TOPIC, name, PatternType.LITERAL, operation);
  }

  private void ownGroupsAndTransactions(Principal who) {
    String prefix = who.userName();
    add(who, ResourceType.GROUP, prefix, PatternType.PREFIXED, AclOperation.READ);
    add(who, ResourceType.TRANSACTIONAL_ID, prefix, PatternType.PREFIXED, AclOperation.WRITE);
  }

  // Changelogs and repartition topics are the stage's own to make, fill and drop.
  private void streams() {
    for (AclOperation operation :
        Set.of(
            AclOperation.CREATE,
            AclOperation.READ,
            AclOperation.WRITE,
            AclOperation.DELETE,
            AclOperation.DESCRIBE_CONFIGS,
            AclOperation.ALTER_CONFIGS)) {
      add(Principal.POLICY, ResourceType.TOPIC, STREAMS_PREFIX, PatternType.PREFIXED, operation);
    }
    add(
        Principal.POLICY,
        ResourceType.GROUP,
        Principal.POLICY.userName(),
        PatternType.PREFIXED,
        AclOperation.DELETE);
  }

  // Reads all, writes nothing; no right to delete topics or records, which would unmake the audit.
  private void operator() {
    for (AclOperation operation :
        Set.of(
            AclOperation.READ,
            AclOperation.CREATE,
            AclOperation.DESCRIBE_CONFIGS,
            AclOperation.ALTER_CONFIGS)) {
      add(Principal.OPERATOR, ResourceType.TOPIC, "*", PatternType.LITERAL, operation);
    }
    add(Principal.OPERATOR, ResourceType.GROUP, "*", PatternType.LITERAL, AclOperation.READ);
    add(Principal.OPERATOR, ResourceType.GROUP, "*", PatternType.LITERAL, AclOperation.DELETE);
    add(
        Principal.OPERATOR,
        ResourceType.CLUSTER,
        "kafka-cluster",
        PatternType.LITERAL,
        AclOperation.DESCRIBE);
    add(
        Principal.OPERATOR,
        ResourceType.TRANSACTIONAL_ID,
        "*",
        PatternType.LITERAL,
        AclOperation.DESCRIBE);
  }

  private void add(
      Principal who, ResourceType type, String name, PatternType pattern, AclOperation operation) {
    rules.add(
        new AclBinding(
            new ResourcePattern(type, name, pattern),
            new AccessControlEntry(
                "User:" + who.userName(), "*", operation, AclPermissionType.ALLOW)));
  }
}
