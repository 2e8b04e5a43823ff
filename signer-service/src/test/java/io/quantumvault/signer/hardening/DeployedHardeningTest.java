package io.quantumvault.signer.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.hardening.RefusedCall.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What deploy/ takes from the signer is what the signer takes from itself. */
class DeployedHardeningTest {
  private static final Path DEPLOY =
      Path.of(System.getProperty("basedir", "."), "..", "deploy").normalize();

  /** Without these nobody could start the signer, or ask from inside its container how it is. */
  private static final Set<RefusedCall> NEEDED_TO_START =
      Set.of(RefusedCall.EXECVE, RefusedCall.EXECVEAT, RefusedCall.FORK, RefusedCall.VFORK);

  @Test
  void theSeccompProfileRefusesWhatTheFilterRefuses() throws IOException {
    var rules = profile().get("syscalls");

    assertThat(names(rules, "SCMP_ACT_KILL_PROCESS")).isEqualTo(listed(Answer.KILL));
    assertThat(names(rules, "SCMP_ACT_ERRNO")).isEqualTo(listed(Answer.REFUSE));
  }

  @Test
  void theProfileAllowsNoNamespaceAndNoOtherArchitecture() throws IOException {
    var profile = profile();
    int bits =
        elements(profile.get("syscalls")).stream()
            .filter(rule -> rule.get("names").get(0).asString().equals("clone"))
            .map(rule -> rule.get("args").get(0))
            .peek(rule -> assertThat(rule.get("op").asString()).isEqualTo("SCMP_CMP_MASKED_EQ"))
            .peek(rule -> assertThat(rule.get("value")).isEqualTo(rule.get("valueTwo")))
            .mapToInt(rule -> rule.get("value").asInt())
            .reduce(0, (a, b) -> a | b);

    assertThat(bits).isEqualTo(SyscallFilter.CLONE_NAMESPACES);
    assertThat(elements(profile.get("archMap")))
        .extracting(architecture -> architecture.get("architecture").asString())
        .containsExactlyInAnyOrder("SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64");
    assertThat(elements(profile.get("archMap")))
        .allMatch(architecture -> architecture.get("subArchitectures").isEmpty());
  }

  @Test
  void theUnitRefusesTheSameCalls() throws IOException {
    var line = Pattern.compile("(?m)^SystemCallFilter=~(.*)$").matcher(unit());

    assertThat(line.find()).isTrue();
    assertThat(new TreeSet<>(Arrays.asList(line.group(1).split(" "))))
        .isEqualTo(names(call -> true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Restart=always",
        "RestartSec=100ms",
        "StartLimitIntervalSec=0",
        "LimitCORE=0",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "RestrictNamespaces=yes",
        "SystemCallArchitectures=native",
        "IPAddressDeny=any",
        "User=quantumvault-signer"
      })
  void theUnitShutsTheSignerIn(String line) throws IOException {
    assertThat(unit().lines()).contains(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allowPrivilegeEscalation: false",
        "readOnlyRootFilesystem: true",
        "capabilities: {drop: [ALL]}",
        "runAsNonRoot: true",
        "automountServiceAccountToken: false",
        "seccompProfile: {type: Localhost, localhostProfile: quantumvault/signer.json}",
        "ingress: []",
        "- --quantumvault.signer.hardening=strict"
      })
  void kubernetesShutsTheSignerIn(String line) throws IOException {
    assertThat(text("kubernetes/signer.yaml").lines().map(String::strip)).contains(line);
  }

  @Test
  void everyoneWhoStartsTheSignerGivesItTheFlagsThatItAsksFor() throws IOException {
    for (var file : List.of("docker/signer.Dockerfile", "systemd/quantumvault-signer.service")) {
      assertThat(text(file))
          .as(file)
          .contains(
              "-XX:+DisableAttachMechanism",
              "-XX:-EnableDynamicAgentLoading",
              "-XX:-UsePerfData",
              "-XX:-CreateCoredumpOnCrash");
    }
  }

  private static Set<String> listed(Answer answer) {
    return names(call -> call.answer() == answer);
  }

  private static Set<String> names(Predicate<RefusedCall> which) {
    return Arrays.stream(RefusedCall.values())
        .filter(which.and(call -> !NEEDED_TO_START.contains(call)))
        .map(RefusedCall::callName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that are refused whatever their arguments, and with EPERM. */
  private static Set<String> names(JsonNode rules, String action) {
    return elements(rules).stream()
        .filter(rule -> rule.get("action").asString().equals(action))
        .filter(rule -> !rule.has("args") && rule.path("errnoRet").asInt(1) == 1)
        .flatMap(rule -> elements(rule.get("names")).stream().map(JsonNode::asString))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<JsonNode> elements(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(array::get).toList();
  }

  private static JsonNode profile() throws IOException {
    return JsonMapper.shared().readTree(text("seccomp/signer.json"));
  }

  private static String unit() throws IOException {
    return text("systemd/quantumvault-signer.service");
  }

  private static String text(String file) throws IOException {
    return Files.readString(DEPLOY.resolve(file));
  }
}
