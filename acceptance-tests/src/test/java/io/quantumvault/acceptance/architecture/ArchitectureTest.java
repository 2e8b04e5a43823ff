package io.quantumvault.acceptance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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

  @ArchTest
  static final ArchRule decisionsAreFreeOfFrameworks =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.quantumvault.policy.decision..",
              "io.quantumvault.signer.claim..",
              "io.quantumvault.signer.solana..",
              "io.quantumvault.signer.venue..",
              "io.quantumvault.audit.merkle..",
              "io.quantumvault.ingest.price..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.springframework..",
                  "org.apache.kafka..",
                  "java.sql..",
                  "javax.sql..",
                  "io.quantumvault.schemas.v1..",
                  "com.google.protobuf.."));

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
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.quantumvault.keys.sign.AgentSigner");

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
