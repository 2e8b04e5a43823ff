package io.quantumvault.keys;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;

/** The rules of key memory hold in the providers of key management as well. */
@AnalyzeClasses(
    packages = "io.quantumvault.keys",
    importOptions = {ImportOption.DoNotIncludeTests.class, KeyRulesTest.NoTestJars.class})
class KeyRulesTest {
  @ArchTest static final ArchTests rules = ArchTests.in(KeyMemoryRulesTest.class);

  /** What tests of several modules share is packed as a jar. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}
