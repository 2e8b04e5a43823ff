package io.quantumvault.acceptance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The dependency rules of docs/architecture.md, held over the compiled classes of every module. */
@AnalyzeClasses(packages = "io.quantumvault", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Map<String, String> SERVICES =
      Map.of(
          "ingest-service", "io.quantumvault.ingest..",
          "policy-stream", "io.quantumvault.policy..",
          "signer-service", "io.quantumvault.signer..",
          "audit-sink", "io.quantumvault.audit..",
          "control-plane", "io.quantumvault.control..",
          "paper-chain", "io.quantumvault.paper..");

  private static final String[] PROVIDERS = {
    "io.quantumvault.keys.kms.pkcs11..",
    "io.quantumvault.keys.kms.transit..",
    "io.quantumvault.keys.kms.aws.."
  };

  @ArchTest
  static final ArchRule contractsKnowNobody =
      noClasses()
          .that()
          .resideInAPackage("io.quantumvault.schemas..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.quantumvault..").and(notIn("io.quantumvault.schemas..")));

  @ArchTest
  static final ArchRule keysKnowNobody =
      noClasses()
          .that()
          .resideInAPackage("io.quantumvault.keys..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.quantumvault..")
                  .and(notIn("io.quantumvault.keys.."))
                  .or(resideInAnyPackage("org.springframework..", "org.apache.kafka..")));

  /** What every service has alike knows none of them, and nothing but contracts and keys. */
  @ArchTest
  static final ArchRule theKitKnowsContractsAndKeysAlone =
      noClasses()
          .that()
          .resideInAPackage("io.quantumvault.kit..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.quantumvault..")
                  .and(notIn("io.quantumvault.kit.."))
                  .and(notIn("io.quantumvault.schemas.."))
                  .and(notIn("io.quantumvault.keys.."))
                  .and(notIn("io.quantumvault.solana..")));

  /**
   * What the kit may need of others, since all of it is beside the keys in the signer's process; a
   * pool and a metrics library only in the two classes that services with them use.
   */
  @ArchTest
  static final ArchRule theKitBringsNothingHeavyBesideTheKeys =
      classes()
          .that()
          .resideInAPackage("io.quantumvault.kit..")
          .and()
          .doNotHaveFullyQualifiedName("io.quantumvault.kit.database.DatabasePool")
          .and()
          .doNotHaveFullyQualifiedName("io.quantumvault.kit.management.MicrometerPage")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "javax.security.auth..",
                  "io.quantumvault..",
                  "org.apache.kafka.common..",
                  "org.apache.kafka.clients..",
                  "org.jspecify..",
                  "org.slf4j..",
                  "org.springframework.beans..",
                  "org.springframework.boot.context.properties..",
                  "org.springframework.context..",
                  "org.springframework.core.."));

  /**
   * Passwords come to the heap in one place, examined, and so does a webhook's signing secret,
   * which its owner is shown once; keys never do.
   */
  @ArchTest
  static final ArchRule onlyPasswordsAndShownSecretsLeaveKeyMemoryOutsideItsModule =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.quantumvault.keys..")
          .and()
          .doNotHaveFullyQualifiedName("io.quantumvault.kit.password.PasswordFile")
          .and()
          .doNotHaveFullyQualifiedName("io.quantumvault.control.webhook.SecretText")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.quantumvault.keys.memory.Reveal");

  @ArchTest
  static final ArchRule solanaKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("io.quantumvault.solana..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.quantumvault..")
                  .and(notIn("io.quantumvault.solana.."))
                  .or(resideInAnyPackage("org.springframework..", "org.apache.kafka..")));

  @ArchTest
  static final ArchRule solanaHasNoCycles =
      slices().matching("io.quantumvault.solana.(*)..").should().beFreeOfCycles();

  /** Of the other key managements each service has only the one it is configured for. */
  @ArchTest
  static final ArchRule keysKnowNoProviderButFiles =
      noClasses()
          .that()
          .resideInAPackage("io.quantumvault.keys..")
          .and()
          .resideOutsideOfPackages(PROVIDERS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(PROVIDERS)
                  .or(resideInAnyPackage("software.amazon..", "tools.jackson..")));

  @ArchTest
  static void providersKnowNoOther(JavaClasses all) {
    for (String provider : PROVIDERS) {
      String[] others =
          Stream.concat(Stream.of(PROVIDERS), Stream.of("io.quantumvault.keys.kms.file.."))
              .filter(other -> !other.equals(provider))
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(provider)
          .should()
          .dependOnClassesThat(resideInAnyPackage(others))
          .as(provider + " knows no other provider")
          .check(all);
    }
  }

  @ArchTest
  static final ArchRule servicesKnowNoProvider =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.quantumvault.keys..")
          .should()
          .dependOnClassesThat(resideInAnyPackage(PROVIDERS));

  @ArchTest
  static final ArchRule contractsDecideWithoutSpring =
      noClasses()
          .that()
          .resideInAPackage("io.quantumvault.schemas..")
          .should()
          .dependOnClassesThat(resideInAPackage("org.springframework.."));

  @ArchTest
  static void servicesNeverDependOnEachOther(JavaClasses all) {
    SERVICES.forEach((name, service) -> {
      List<String> others =
          SERVICES.values().stream().filter(other -> !other.equals(service)).toList();
      noClasses()
          .that()
          .resideInAPackage(service)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(others.toArray(String[]::new))
                  .or(resideInAPackage("io.quantumvault.standalone..")))
          .as(name + " knows no other service")
          .check(all);
    });
  }

  @ArchTest
  static final ArchRule inboundDoesNotKnowOutbound =
      noClasses()
          .that()
          .resideInAPackage("io.quantumvault.*.inbound..")
          .should()
          .dependOnClassesThat(resideInAPackage("io.quantumvault.*.outbound.."));

  @ArchTest
  static final ArchRule outboundDoesNotKnowInbound =
      noClasses()
          .that()
          .resideInAPackage("io.quantumvault.*.outbound..")
          .should()
          .dependOnClassesThat(resideInAPackage("io.quantumvault.*.inbound.."));

  /** What decides: every package of a service that neither reads nor writes nor wires. */
  private static final String[] PURE = {
    "io.quantumvault.ingest.alert..",
    "io.quantumvault.ingest.route..",
    "io.quantumvault.ingest.price..",
    "io.quantumvault.policy.decision..",
    "io.quantumvault.policy.book..",
    "io.quantumvault.signer.account..",
    "io.quantumvault.signer.claim..",
    "io.quantumvault.signer.lane..",
    "io.quantumvault.signer.limits..",
    "io.quantumvault.signer.message..",
    "io.quantumvault.signer.signing..",
    "io.quantumvault.solana.address..",
    "io.quantumvault.solana.message..",
    "io.quantumvault.solana.venue..",
    "io.quantumvault.signer.venue..",
    "io.quantumvault.audit.checkpoint..",
    "io.quantumvault.audit.leaf..",
    "io.quantumvault.audit.log..",
    "io.quantumvault.audit.merkle..",
    "io.quantumvault.audit.trail..",
    "io.quantumvault.control.activity..",
    "io.quantumvault.control.bot..",
    "io.quantumvault.control.change..",
    "io.quantumvault.control.exchange..",
    "io.quantumvault.control.grant..",
    "io.quantumvault.control.outcome..",
    "io.quantumvault.control.owner..",
    "io.quantumvault.control.session..",
    "io.quantumvault.control.stop..",
    "io.quantumvault.control.vault..",
    "io.quantumvault.control.venue..",
    "io.quantumvault.control.wallet..",
    "io.quantumvault.control.webhook..",
    "io.quantumvault.paper.address..",
    "io.quantumvault.paper.chain..",
    "io.quantumvault.paper.fault..",
    "io.quantumvault.paper.ledger..",
    "io.quantumvault.paper.node..",
    "io.quantumvault.paper.program..",
    "io.quantumvault.paper.transaction..",
    "io.quantumvault.paper.venue..",
  };

  @ArchTest
  static final ArchRule decisionsAreFreeOfFrameworks =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.springframework..",
                  "org.apache.kafka..",
                  "java.sql..",
                  "javax.sql..",
                  "tools.jackson..",
                  "com.fasterxml.jackson..",
                  "io.quantumvault.schemas.v1..",
                  "com.google.protobuf.."));

  @ArchTest
  static final ArchRule decisionsTakeAClock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .accessTargetWhere(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "asks the machine for the time", ArchitectureTest::asksTheMachineForTheTime));

  private static boolean asksTheMachineForTheTime(
      com.tngtech.archunit.core.domain.JavaAccess<?> access) {
    String owner = access.getTargetOwner().getFullName();
    String name = access.getName();
    return owner.equals("java.time.Clock") && name.startsWith("system")
        || owner.equals("java.time.InstantSource") && name.equals("system")
        || owner.equals("java.lang.System")
            && (name.equals("currentTimeMillis") || name.equals("nanoTime"))
        || owner.startsWith("java.time.") && name.equals("now");
  }

  /** A pattern that names nothing, or classes that were not read, would make every rule true. */
  @ArchTest
  static void thereIsSomethingInEveryPackageThatIsNamed(JavaClasses all) {
    List<String> named = new java.util.ArrayList<>(List.of(PURE));
    named.addAll(SERVICES.values());
    named.addAll(
        List.of(
            "io.quantumvault.schemas..",
            "io.quantumvault.keys..",
            "io.quantumvault.standalone..",
            "io.quantumvault.*.inbound..",
            "io.quantumvault.*.outbound.."));
    for (String pattern : named) {
      assertThat(all.stream().filter(resideInAPackage(pattern))).as(pattern).isNotEmpty();
    }
    assertThat(all.size()).as("classes of all modules").isGreaterThan(900);
  }

  @ArchTest
  static final ArchRule theControlPlaneUnwrapsNoExecutionKey =
      noClasses()
          .that()
          .resideInAPackage("io.quantumvault.control..")
          .should()
          .callMethodWhere(
              com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                      com.tngtech.archunit.core.domain.properties.HasName.Predicates.name("unwrap"))
                  .and(
                      com.tngtech.archunit.core.domain.JavaAccess.Predicates.originOwner(
                          mentionsExecutionKey())));

  @ArchTest
  static final ArchRule onlyTheSignerSignsForAgents =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.quantumvault.signer..", "io.quantumvault.keys..")
          .should()
          .callMethodWhere(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "opens a grant's key or signs with it",
                  call ->
                      call.getTargetOwner()
                              .getFullName()
                              .equals("io.quantumvault.keys.vault.GrantKey")
                          && List.of("open", "sign").contains(call.getName())));

  @ArchTest
  static final ArchRule signingHasNoLogger =
      noClasses()
          .that()
          .resideInAPackage("io.quantumvault.signer.signing..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.slf4j..", "java.util.logging..", "org.apache.commons.logging.."));

  @ArchTest
  static final ArchRule theSignerHasNoBusinessHttp =
      noClasses()
          .that()
          .resideInAPackage("io.quantumvault.signer..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.springframework.web..", "jakarta.servlet..", "org.apache.catalina.."));

  /**
   * Two rules about one signature and two services disagree about what an owner signed. Apart from
   * key-envelope's strict rule there are: the trail's verifier and the paper chain, which share no
   * code with the product and are as strict by checks of their own; and the demo's owner, who only
   * signs.
   */
  @ArchTest
  static final ArchRule signaturesAreVerifiedByTheStrictRule =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.quantumvault.keys..", "io.quantumvault.audit.verify..")
          .and()
          .doNotHaveFullyQualifiedName("io.quantumvault.paper.transaction.StrictEd25519")
          .and()
          .doNotHaveFullyQualifiedName("io.quantumvault.owner.ThrowAwayWallet")
          .and()
          // Asks whether an address lies on the curve; verifies nothing.
          .doNotHaveFullyQualifiedName("io.quantumvault.paper.address.ProgramAddresses")
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "verify ed25519",
                  type ->
                      type.getFullName().equals("java.security.Signature")
                          || type.getPackageName().startsWith("org.bouncycastle")
                              && type.getSimpleName().startsWith("Ed25519")));

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      noClasses()
          .that(alwaysTrue())
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper");

  @ArchTest
  static final ArchRule listenersReadAndPublishersWrite =
      classes()
          .that()
          .resideInAnyPackage("io.quantumvault.*.inbound..")
          .should()
          .haveSimpleNameNotEndingWith("Publisher");

  @ArchTest
  static final ArchRule packagesOfTheKitFormNoCycle =
      slices().matching("io.quantumvault.kit.(*)..").should().beFreeOfCycles();

  @ArchTest
  static void packagesOfAServiceFormNoCycle(JavaClasses all) {
    SERVICES.forEach((name, service) ->
        slices()
            .matching(service.replace("..", ".(*).."))
            .should()
            .beFreeOfCycles()
            .as(name + " has no package cycles")
            .check(all));
  }

  // A class that names the key "execution" may not also unwrap: wrapping and unwrapping live in
  // classes of their own.
  private static com.tngtech.archunit.base.DescribedPredicate<
          com.tngtech.archunit.core.domain.JavaClass>
      mentionsExecutionKey() {
    return com.tngtech.archunit.base.DescribedPredicate.describe(
        "a class that names KeyName.EXECUTION",
        type ->
            type.getFieldAccessesFromSelf().stream()
                .anyMatch(access ->
                    access.getTargetOwner().getSimpleName().equals("KeyName")
                        && access.getTarget().getName().equals("EXECUTION")));
  }

  private static com.tngtech.archunit.base.DescribedPredicate<
          com.tngtech.archunit.core.domain.JavaClass>
      notIn(String pattern) {
    return com.tngtech.archunit.base.DescribedPredicate.not(resideInAPackage(pattern));
  }
}
