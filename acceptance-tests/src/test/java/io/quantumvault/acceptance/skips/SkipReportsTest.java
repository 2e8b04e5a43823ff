package io.quantumvault.acceptance.skips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkipReportsTest {
  private static final FileTime BEGAN = FileTime.from(Instant.parse("2026-01-01T12:00:00Z"));

  @TempDir private Path root = Path.of("");
  private final SkipReports reports = new SkipReports();

  @Test
  void skippedTestsAreReadWithWhatTheySay() throws IOException {
    Path report =
        report(
            "a/target/surefire-reports/TEST-A.xml",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="A" tests="4" skipped="3">
              <properties><property name="x" value="y"/></properties>
              <testcase name="runs" classname="a.A" time="0.1"/>
              <testcase name="says" classname="a.A"><skipped type="org.opentest4j.TestAbortedException"
                message="Assumption failed: not run: no &quot;thing&quot;"><![CDATA[at a.A]]></skipped></testcase>
              <testcase name="silent" classname="a.A"><skipped/></testcase>
              <testcase name="" classname="a.B"><skipped message="not run: all of it"/></testcase>
            </testsuite>
            """,
            1);

    assertThat(reports.in(report))
        .containsExactly(
            new Skip("a.A.says", "Assumption failed: not run: no \"thing\""),
            new Skip("a.A.silent", ""),
            new Skip("a.B.", "not run: all of it"));
  }

  @Test
  void onlyReportsOfThisRunCount() throws IOException {
    Path unit = report("a/target/surefire-reports/TEST-A.xml", "<testsuite/>", 0);
    Path integration = report("b/c/target/failsafe-reports/TEST-B.xml", "<testsuite/>", 5);
    report("a/target/surefire-reports/TEST-Old.xml", "<testsuite/>", -1);
    report("a/target/surefire-reports/A.txt", "", 5);
    report("a/target/other/TEST-C.xml", "<testsuite/>", 5);
    report(".qv/surefire-reports/TEST-D.xml", "<testsuite/>", 5);

    assertThat(reports.under(root, BEGAN)).containsExactlyInAnyOrder(unit, integration);
  }

  @Test
  void aReportCutOffIsAnErrorAndNotOneWithoutSkips() throws IOException {
    Path report = report("a/target/surefire-reports/TEST-A.xml", "<testsuite><testcase", 1);

    assertThatThrownBy(() -> reports.in(report)).isInstanceOf(IllegalArgumentException.class);
  }

  private Path report(String name, String text, long secondsAfter) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, List.of(text.strip()));
    return Files.setLastModifiedTime(
        file, FileTime.from(BEGAN.toInstant().plusSeconds(secondsAfter)));
  }
}
