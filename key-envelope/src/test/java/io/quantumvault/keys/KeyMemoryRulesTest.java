package io.quantumvault.keys;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quantumvault.keys.derive.Passphrase;
import io.quantumvault.keys.memory.NativeCallAccess;
import io.quantumvault.keys.memory.Reveal;
import io.quantumvault.keys.memory.RevealAccess;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

  /** The form of {@code copy} that ends in an array, and what makes a segment of an array. */
  private static final DescribedPredicate<JavaCall<?>> COPIES_A_SEGMENT_TO_AN_ARRAY =
      describe(
          "copies a segment to an array",
          call ->
              call.getTargetOwner().isAssignableTo(MemorySegment.class)
                  && (call.getName().equals("ofArray")
                      || call.getName().equals("copy")
                          && call.getTarget()
                              .getRawParameterTypes()
                              .getFirst()
                              .isEquivalentTo(MemorySegment.class)
                          && call.getTarget().getRawParameterTypes().stream()
                              .anyMatch(type -> type.isEquivalentTo(Object.class))));

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

  /** A token's library takes and gives structures of public bytes; it has no key to copy. */
  @ArchTest
  static final ArchRule onlyPublicBytesAreCopiedToAnArray =
      noClasses()
          .that()
          .resideOutsideOfPackage("..keys.kms.pkcs11..")
          .and()
          .doNotHaveFullyQualifiedName("io.quantumvault.keys.memory.PublicBytes")
          .should()
          .callMethodWhere(COPIES_A_SEGMENT_TO_AN_ARRAY);

  /** The two rules above see what they ban: here it is done. */
  @Test
  void aCopyToTheHeapIsSeen() {
    JavaClasses leaks = new ClassFileImporter().importClasses(Leaks.class);
    assertThat(onlyRevealCopiesToTheHeap.evaluate(leaks).getFailureReport().getDetails())
        .hasSize(1)
        .allMatch(found -> found.contains("whole"));
    assertThat(onlyPublicBytesAreCopiedToAnArray.evaluate(leaks).getFailureReport().getDetails())
        .hasSize(2)
        .anyMatch(found -> found.contains("Leaks.part("))
        .anyMatch(found -> found.contains("Leaks.through("));
  }

  static final class Leaks {
    static byte[] whole(MemorySegment secret) {
      return secret.toArray(ValueLayout.JAVA_BYTE);
    }

    static byte[] part(MemorySegment secret) {
      byte[] heap = new byte[32];
      MemorySegment.copy(secret, ValueLayout.JAVA_BYTE, 0, heap, 0, heap.length);
      return heap;
    }

    static byte[] through(MemorySegment secret) {
      byte[] heap = new byte[32];
      MemorySegment.ofArray(heap).copyFrom(secret);
      return heap;
    }

    /** Into key memory, and from one place there to another, is what the rules leave. */
    static void inwards(byte[] heap, MemorySegment secret, MemorySegment other) {
      MemorySegment.copy(heap, 0, secret, ValueLayout.JAVA_BYTE, 0, heap.length);
      MemorySegment.copy(secret, 0, other, 0, 32);
    }
  }

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
