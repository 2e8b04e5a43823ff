package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.Principal;
import io.quantumvault.standalone.platform.ComposeFile.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be held about the containers without running one. */
class ComposeFileTest {
  private static final String SHARED = "internal-test-alerts";
  private static final Set<String> OUR_OWN =
      Set.of("control-plane", "ingest-service", "policy-stream", "signer-service", "audit-sink");
  private static final Pattern PINNED = Pattern.compile("[\\w./-]+:(?!latest)[\\w.-]*\\d[\\w.-]*");
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i)password|secret|token|seed|keys?\\b");

  private static final ComposeFile FILE = ComposeFile.read();

  static Stream<Service> services() {
    return FILE.services().values().stream();
  }

  static Stream<String> ourOwn() {
    return OUR_OWN.stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyServiceHasAHealthCheckOrEndsByItself(Service service) {
    assertThat(service.endsByItself() || service.get("healthcheck") != null).isTrue();
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyImageIsPinned(Service service) {
    assertThat(String.valueOf(service.get("image"))).matches(PINNED);
  }

  @Test
  void everyImageThatIsBuiltOnIsPinned() throws IOException {
    try (Stream<Path> files = Files.list(ComposeFile.ROOT.resolve("deploy/docker"))) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(
                      Pattern.compile("(?m)^FROM (\\S+)").matcher(ComposeFile.text(file)).results())
                  .isNotEmpty()
                  .allSatisfy(from -> assertThat(from.group(1)).matches(PINNED)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"secrets", "volumes", "networks"})
  void whatIsDeclaredIsUsedAndWhatIsUsedIsDeclared(String kind) {
    Set<String> used = new TreeSet<>();
    services().forEach(service -> used.addAll(service.sources(kind)));
    used.removeIf(name -> name.startsWith("./"));

    assertThat(used).containsExactlyInAnyOrderElementsOf(FILE.section(kind).keySet());
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyServiceThatIsWaitedForIsThere(Service service) {
    assertThat(FILE.services().keySet()).containsAll(service.items("depends_on"));
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyFileThatIsMountedIsThere(Service service) {
    assertThat(service.sources("volumes").stream().filter(name -> name.startsWith("./")))
        .allSatisfy(name -> assertThat(ComposeFile.ROOT.resolve(name)).exists());
  }

  @ParameterizedTest
  @MethodSource("services")
  void noSecretIsOnACommandLineOrInTheEnvironment(Service service) {
    Set<String> settings = new HashSet<>(service.command());
    if (service.get("environment") instanceof Map<?, ?> environment) {
      environment.forEach((name, value) -> settings.add(name + "=" + value));
    }
    assertThat(settings)
        .allSatisfy(setting -> {
          int equals = setting.indexOf('=');
          String value = setting.substring(equals + 1);
          if (!value.startsWith("/run/secrets/")) {
            assertThat(value).doesNotMatch("[A-Za-z0-9_+/-]{32,}={0,2}");
          }
          if (equals > 0 && SECRET_NAME.matcher(setting.substring(0, equals)).find()) {
            assertThat(value).matches("/run/secrets(/[\\w.-]+)?|/keys|scram-sha-256");
          }
        });
    assertThat(service.items("env_file")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("services")
  void aSecretThatIsNamedIsOneTheServiceHas(Service service) {
    String settings = service.command() + " " + service.get("environment");
    Matcher named = Pattern.compile("/run/secrets/([\\w.-]+)").matcher(settings);
    while (named.find()) {
      assertThat(service.sources("secrets")).contains(named.group(1));
    }
  }

  @Test
  void everyLoginsPasswordIsMadeAndReachesProvisioning() {
    String made = deployed("make-secrets");
    Set<String> logins = new TreeSet<>(Set.of("kafka-platform-admin", "postgres-postgres"));
    Stream.of(Principal.values()).forEach(who -> logins.add("kafka-" + who.userName()));
    Stream.of(DatabaseRole.values()).forEach(role -> logins.add("postgres-" + role.roleName()));

    assertThat(FILE.service("provision").sources("secrets"))
        .containsExactlyInAnyOrderElementsOf(logins);
    assertThat(logins)
        .allSatisfy(login -> {
          assertThat(made).containsPattern("(?m)^password \\$[A-Z]+ " + login + "$");
          assertThat(FILE.section("secrets").get(login))
              .isEqualTo(Map.of("file", "./deploy/secrets/" + login + ".password"));
        });
  }

  @ParameterizedTest
  @MethodSource("ourOwn")
  void aServiceHasItsOwnPasswordsAndKeysOnly(String name) {
    Service service = FILE.service(name);
    String made = deployed("make-secrets");
    String account = name.equals("signer-service") ? "SIGNER" : "SERVICES";

    assertThat(service.sources("secrets"))
        .contains("kafka-" + name)
        .filteredOn(secret -> !secret.equals(SHARED))
        .hasSizeLessThanOrEqualTo(2)
        .allSatisfy(secret -> {
          assertThat(secret).matches("kafka-" + name + "|postgres-qv_[a-z_]+");
          assertThat(made).contains("password $" + account + " " + secret + "\n");
        });
    assertThat(service.command()).contains("--quantumvault.kafka.username=" + name);
    assertThat(service.items("volumes"))
        .filteredOn(volume -> volume.startsWith("keys-"))
        .hasSize(1);
  }

  @Test
  void oneTokenIsSharedByTheTwoThatUseIt() {
    assertThat(services().filter(service -> service.sources("secrets").contains(SHARED)))
        .extracting(Service::name)
        .containsExactlyInAnyOrder("control-plane", "ingest-service");
    assertThat(deployed("make-secrets")).contains("password $SERVICES " + SHARED + "\n");
    assertThat(String.valueOf(FILE.service("ingest-service").get("networks")))
        .contains("data={aliases=[ingest-internal]}");
    assertThat(FILE.service("ingest-service").command())
        .contains("--quantumvault.ingest.test-alerts.address=ingest-internal");
    assertThat(FILE.service("ingest-service").items("ports"))
        .containsExactly("127.0.0.1:8081:8081");
  }

  @ParameterizedTest
  @MethodSource("ourOwn")
  void everyKeyIsOneTheServiceBinds(String name) {
    List<String> keys =
        FILE.service(name).command().stream()
            .filter(argument -> argument.startsWith("--"))
            .map(argument -> argument.substring(2, argument.indexOf('=')))
            .toList();
    ConfigurationKeys known = ConfigurationKeys.of(name);

    assertThat(keys).isNotEmpty().doesNotHaveDuplicates().allMatch(known::bind);
  }

  @Test
  void aKeyThatNobodyBindsIsNoticed() {
    ConfigurationKeys signer = ConfigurationKeys.of("signer-service");

    assertThat(signer.bind("quantumvault.kafka.password-file")).isTrue();
    assertThat(signer.bind("quantumvault.kafka.pasword-file")).isFalse();
    assertThat(signer.bind("quantumvault.kafka.rpc-urls")).isFalse();
    assertThat(signer.bind("quantumvault.kafak.password-file")).isFalse();
    assertThat(signer.bind("quantumvault")).isFalse();
    assertThat(signer.bind("quantumvault.username")).isFalse();
    assertThat(signer.bind("quantumvault.management.port")).isTrue();
    assertThat(ConfigurationKeys.of("policy-stream").bind("quantumvault.database.url")).isFalse();
  }

  @Test
  void everyOptionOfThePaperChainIsOne() {
    String known =
        ComposeFile.text(
            ComposeFile.ROOT.resolve(
                "paper-chain/src/main/java/io/quantumvault/paper/Arguments.java"));

    assertThat(FILE.service("paper-chain").command().stream().skip(1))
        .isNotEmpty()
        .allSatisfy(option ->
            assertThat(known).contains('"' + option.substring(2, option.indexOf('=')) + '"'));
  }

  @Test
  void provisioningUnderstandsItsOptions() {
    List<String> command = FILE.service("provision").command();

    ProvisionOptions options =
        ProvisionOptions.parse(command.subList(1, command.size()).toArray(String[]::new));

    assertThat(options.kafka()).hasToString("kafka-admin:9094");
    KeyFolders keys = new KeyFolders(options.keys());
    assertThat(FILE.service("provision").items("volumes"))
        .containsExactlyInAnyOrder(
            "keys-control-plane:" + keys.controlPlane(),
            "keys-ingest:" + keys.ingest(),
            "keys-policy:" + keys.policy(),
            "keys-signer:" + keys.signer(),
            "keys-audit:" + keys.audit(),
            "keys-public:" + keys.open());
  }

  @Test
  void everyMainClassIsThere() throws IOException {
    Set<String> mains = new TreeSet<>();
    services().forEach(service -> mains.addAll(service.command()));
    mains.removeIf(argument -> !argument.startsWith("io.quantumvault."));
    Matcher signer =
        Pattern.compile("\"(io\\.quantumvault\\.[\\w.]+)\"")
            .matcher(deployed("docker/signer.Dockerfile"));
    assertThat(signer.find()).isTrue();
    mains.add(signer.group(1));

    assertThat(mains).hasSize(7);
    for (String main : mains) {
      Path source = Path.of("src/main/java", main.replace('.', '/') + ".java");
      try (Stream<Path> modules = Files.find(ComposeFile.ROOT, 2, (f, a) -> a.isDirectory())) {
        assertThat(modules.map(module -> module.resolve(source)).filter(Files::exists))
            .as(main)
            .singleElement()
            .satisfies(file ->
                assertThat(ComposeFile.text(file)).contains("public static void main(String[] "));
      }
    }
  }

  @Test
  void theSignerIsShutIn() {
    Service signer = FILE.service("signer-service");

    assertThat(signer.get("read_only")).isEqualTo(true);
    assertThat(signer.items("cap_drop")).containsExactly("ALL");
    assertThat(signer.items("cap_add")).isEmpty();
    assertThat(signer.items("security_opt"))
        .containsExactly("no-new-privileges:true", "seccomp=./deploy/seccomp/signer.json");
    assertThat(ComposeFile.ROOT.resolve("deploy/seccomp/signer.json")).exists();
    assertThat(signer.get("restart")).as("also after it was stopped by hand").isEqualTo("always");
    assertThat(signer.get("privileged")).isNull();
    assertThat(signer.items("ports")).isEmpty();
    assertThat(signer.items("tmpfs")).singleElement().asString().doesNotContain("exec");
    assertThat(signer.command()).contains("--quantumvault.signer.hardening=strict");
    assertThat(signer.command()).noneMatch(argument -> argument.contains("io.quantumvault"));
    assertThat(String.valueOf(signer.get("image"))).startsWith("quantumvault/signer:");
    String image = deployed("docker/signer.Dockerfile");
    assertThat(image).contains("\nUSER 10002:10002\n").contains("dist/signer/lib");
    assertThat(services().filter(other -> String.valueOf(other.get("image")).contains("signer")))
        .hasSize(1);
  }

  @Test
  void theSignerReachesKafkaPostgresAndTheChainOnly() {
    assertThat(FILE.service("signer-service").items("networks"))
        .containsExactlyInAnyOrder("data", "chain");
    for (String network : List.of("data", "chain", "provisioning")) {
      assertThat(FILE.section("networks").get(network)).isEqualTo(Map.of("internal", true));
    }
  }

  @Test
  void theAdministratorsListenersAreOnTheirOwnNetwork() {
    assertThat(services().filter(s -> s.items("networks").contains("provisioning")))
        .extracting(Service::name)
        .containsExactlyInAnyOrder("kafka", "postgres", "provision");
    String broker = deployed("kafka/server.properties");
    assertThat(broker)
        .containsPattern(
            "(?m)^listeners=.*ADMIN://kafka-admin:9094,CONTROLLER://kafka-admin:9093$");
    assertThat(String.valueOf(FILE.service("kafka").get("networks")))
        .contains("provisioning={aliases=[kafka-admin]}")
        .doesNotContain("data={");
  }

  @Test
  void doorsOpenOnTheHostsLoopbackOnly() {
    assertThat(services().filter(service -> !service.items("ports").isEmpty()))
        .extracting(Service::name)
        .containsExactlyInAnyOrder("owners-door", "ingest-service", "paper-chain");
    services()
        .forEach(service ->
            assertThat(service.items("ports"))
                .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:\\d+")));
    assertThat(services().filter(service -> "host".equals(service.get("network_mode")))).isEmpty();
  }

  @Test
  void theControlPlaneIsReachedThroughItsDoorOnly() {
    Service controlPlane = FILE.service("control-plane");

    assertThat(controlPlane.get("network_mode")).isEqualTo("service:owners-door");
    assertThat(controlPlane.command()).contains("--quantumvault.http.address=127.0.0.1");
    assertThat(FILE.service("owners-door").command().getFirst())
        .startsWith("TCP-LISTEN:8080,bind=owners,");
    assertThat(services().filter(s -> s.items("networks").contains("door-owners"))).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("services")
  void nobodyGainsRights(Service service) {
    if (!service.name().equals("postgres")) { // its image begins as root and steps down
      assertThat(service.items("cap_drop")).containsExactly("ALL");
      assertThat(service.items("security_opt")).startsWith("no-new-privileges:true");
      assertThat(service.items("security_opt")).noneMatch(option -> option.contains("unconfined"));
    }
    if (!service.name().equals("provision")) {
      assertThat(service.items("cap_add")).isEmpty();
    }
  }

  @Test
  void accountsAreTheSameInImagesSecretsAndProvisioning() {
    String services = Provision.SERVICES.uid() + ":" + Provision.SERVICES.gid();
    String signer = Provision.SIGNER.uid() + ":" + Provision.SIGNER.gid();

    assertThat(deployed("docker/service.Dockerfile")).contains("\nUSER " + services + "\n");
    assertThat(deployed("docker/signer.Dockerfile")).contains("\nUSER " + signer + "\n");
    assertThat(deployed("make-secrets"))
        .contains(" SERVICES=" + Provision.SERVICES.uid() + " SIGNER=" + Provision.SIGNER.uid());
  }

  private static String deployed(String name) {
    return ComposeFile.text(ComposeFile.ROOT.resolve("deploy").resolve(name));
  }
}
