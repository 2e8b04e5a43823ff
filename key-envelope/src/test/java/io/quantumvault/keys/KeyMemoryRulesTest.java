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
import io.quantumvault.keys.derive.Passphrase;
import io.quantumvault.keys.memory.NativeCallAccess;
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
          // A token's library takes structures of public bytes; key memory it gets by address.
          .resideOutsideOfPackages("io.quantumvault.keys.memory", "..keys.kms.pkcs11..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign");

  private static final DescribedPredicate<JavaCall<?>> MAKES_A_SEGMENT_OF_AN_ADDRESS =
      describe(
          "makes a segment of an address",
          call ->
              call.getTargetOwner().isAssignableTo(MemorySegment.class)
                  && Set.of("ofAddress", "reinterpret").contains(call.getName()));

  @ArchTest
  static final ArchRule onlyRevealCopiesToTheHeap =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Reveal.class.getName())
          .should()
          .callMethodWhere(COPIES_A_SEGMENT_TO_THE_HEAP);

  @ArchTest
  static final ArchRule nothingInThisModuleRevealsAKey =
      noClasses()
          .that()
          .areNotAssignableTo(Reveal.class)
          .and()
          .areNotAssignableTo(RevealAccess.class)
          .and()
          // The library's normaliser wants characters of the heap; an ASCII passphrase never goes
          // there.
          .areNotAssignableTo(Passphrase.class)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(RevealAccess.class);

  @ArchTest
  static final ArchRule onlyTokensAreLentTheAddressOfASecret =
      noClasses()
          .that()
          .resideOutsideOfPackages("..keys.memory..", "..keys.kms.pkcs11..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(NativeCallAccess.class);

  @ArchTest
  static final ArchRule nobodyMakesASegmentOfAnAddress =
      noClasses()
          .that()
          .resideOutsideOfPackage("..keys.memory..")
          .should()
          .callMethodWhere(MAKES_A_SEGMENT_OF_AN_ADDRESS);

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
