package io.quantumvault.keys;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quantumvault.keys.memory.Reveal;
import io.quantumvault.keys.memory.RevealAccess;
import java.lang.foreign.MemorySegment;
import java.util.Set;

@AnalyzeClasses(
    packages = "io.quantumvault.keys",
    importOptions = ImportOption.DoNotIncludeTests.class)
class KeyMemoryRulesTest {
  private static final DescribedPredicate<JavaCall<?>> COPIES_A_SEGMENT_TO_THE_HEAP =
      describe(
          "copies a segment to the heap",
          call ->
              call.getTargetOwner().isAssignableTo(MemorySegment.class)
                  && Set.of("toArray", "asByteBuffer", "getString", "heapBase")
                      .contains(call.getName()));

  @ArchTest
  static final ArchRule nothingPublicHandsOutASegment =
      methods()
          .that()
          .arePublic()
          .should()
          .notHaveRawReturnType(MemorySegment.class)
          .andShould()
          .notHaveRawReturnType("java.nio.ByteBuffer");

  @ArchTest
  static final ArchRule segmentsLieInThePackageThatOwnsThem =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.quantumvault.keys.memory")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign");

  @ArchTest
  static final ArchRule onlyRevealCopiesToTheHeap =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Reveal.class.getName())
          .should()
          .callMethodWhere(COPIES_A_SEGMENT_TO_THE_HEAP);

  @ArchTest
  static final ArchRule nothingInThisModuleReveals =
      noClasses()
          .that()
          .areNotAssignableTo(Reveal.class)
          .and()
          .areNotAssignableTo(RevealAccess.class)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(RevealAccess.class);

  @ArchTest
  static final ArchRule theSegmentOfASecretIsNotPublic =
      methods().that().haveName("segment").should().notHaveModifier(JavaModifier.PUBLIC);

  @ArchTest
  static final ArchRule noFrameworksAndNoOtherModules =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.quantumvault.keys.kms.aws")
          .should()
          .dependOnClassesThat(
              describe(
                  "are neither of the JDK nor of this module, nor the JSON parser",
                  type ->
                      !type.getPackageName().startsWith("java.")
                          && !type.getPackageName().startsWith("javax.net.ssl")
                          && !type.getPackageName().startsWith("tools.jackson.core")
                          && !type.getPackageName().startsWith("io.quantumvault.keys")
                          && !type.getPackageName().startsWith("org.jspecify")
                          && !type.getPackageName().isEmpty()));

  @ArchTest
  static final ArchRule theJsonParserIsForTransitAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.quantumvault.keys.kms.transit")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tools.jackson..");

  /** Its jars are not there unless a deployment adds them. */
  @ArchTest
  static final ArchRule theAwsSdkIsForAwsKmsAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.quantumvault.keys.kms.aws")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.quantumvault.keys.(**)").should().beFreeOfCycles();
}
