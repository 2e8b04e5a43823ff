package io.quantumvault.standalone.platform;

import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * Brings a running cluster to what the project says it is: its topics, its users, its access rules,
 * and no other rules. Safe to run at every start.
 */
final class Cluster {
  private static final int ITERATIONS = 4096;

  private final Admin admin;

  Cluster(Admin admin) {
    this.admin = admin;
  }

  void bringUp(Function<Principal, String> password) {
    try {
      users(password);
      accessRules();
      topics();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while setting up the broker", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The broker refused its own set-up", e.getCause());
    }
  }

  private void topics() throws ExecutionException, InterruptedException {
    Set<String> there = admin.listTopics().names().get();
    List<NewTopic> missing =
        Topics.all().stream()
            .filter(topic -> !there.contains(topic.name()))
            .map(t -> new NewTopic(t.name(), t.partitions(), (short) 1).configs(t.settings()))
            .toList();
    admin.createTopics(missing).all().get();
  }

  private void accessRules() throws ExecutionException, InterruptedException {
    Set<AclBinding> wanted = AccessRules.all();
    Set<AclBinding> there = new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get());
    admin.createAcls(wanted.stream().filter(rule -> !there.contains(rule)).toList()).all().get();
    // A right that the project no longer grants must not outlive an upgrade.
    List<AclBindingFilter> stale =
        there.stream().filter(rule -> !wanted.contains(rule)).map(AclBinding::toFilter).toList();
    admin.deleteAcls(stale).all().get();
  }

  // All of them, each time: the password files are what holds, also after one was replaced.
  private void users(Function<Principal, String> password)
      throws ExecutionException, InterruptedException {
    List<UserScramCredentialAlteration> all =
        Set.of(Principal.values()).stream()
            .<UserScramCredentialAlteration>map(who ->
                new UserScramCredentialUpsertion(
                    who.userName(),
                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                    password.apply(who)))
            .toList();
    admin.alterUserScramCredentials(all).all().get();
  }
}
