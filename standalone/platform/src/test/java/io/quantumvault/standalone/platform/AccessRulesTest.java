package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
  @Test
  void everyTopicIsWrittenByItsWritersAndNobodyElse() {
    for (Topics.Topic topic : Topics.all()) {
      assertThat(holders(topic.name(), AclOperation.WRITE))
          .as(topic.name())
          .isEqualTo(names(topic.writers()));
    }
  }

  @Test
  void everyTopicIsReadByItsReadersAndNobodyElse() {
    for (Topics.Topic topic : Topics.all()) {
      assertThat(holders(topic.name(), AclOperation.READ))
          .as(topic.name())
          .isEqualTo(names(topic.readers()));
    }
  }

  @Test
  void nothingGrantsEverythingAndOnlyTheStreamEngineMayDeleteTopics() {
    assertThat(AccessRules.all())
        .noneMatch(rule -> rule.entry().operation() == AclOperation.ALL)
        .filteredOn(rule -> rule.pattern().resourceType() == ResourceType.TOPIC)
        .filteredOn(rule -> rule.entry().operation() == AclOperation.DELETE)
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.entry().principal()).isEqualTo("User:policy-stream");
          assertThat(rule.pattern().name()).isEqualTo("policy-stream-");
          assertThat(rule.pattern().patternType()).isEqualTo(PatternType.PREFIXED);
        });
  }

  @Test
  void whoeverReplaysMayReadWhatWasDecidedAndNothingElse() {
    var rules =
        AccessRules.all().stream()
            .filter(rule -> rule.entry().principal().equals("User:policy-replay"))
            .toList();
    assertThat(rules).allMatch(rule -> rule.entry().operation() == AclOperation.READ);
    assertThat(rules)
        .extracting(rule -> rule.pattern().name())
        .containsExactlyInAnyOrder("signals-v1", "intents-v1", "rejections-v1");
  }

  @Test
  void noTopicOfTheProjectFallsUnderTheStreamEnginesPrefix() {
    assertThat(Topics.all()).noneMatch(t -> t.name().startsWith(AccessRules.STREAMS_PREFIX));
  }

  private static Set<String> holders(String topic, AclOperation operation) {
    return AccessRules.all().stream()
        .filter(rule -> rule.pattern().resourceType() == ResourceType.TOPIC)
        .filter(rule -> rule.pattern().name().equals(topic))
        .filter(rule -> rule.entry().operation() == operation)
        .map(rule -> rule.entry().principal())
        .collect(Collectors.toSet());
  }

  private static Set<String> names(Set<Principal> principals) {
    return principals.stream().map(p -> "User:" + p.userName()).collect(Collectors.toSet());
  }
}
