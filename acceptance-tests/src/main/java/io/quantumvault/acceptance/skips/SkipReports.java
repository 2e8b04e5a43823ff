package io.quantumvault.acceptance.skips;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The reports that Surefire and Failsafe leave in the modules of a tree. */
final class SkipReports {
  private static final Set<String> FOLDERS = Set.of("surefire-reports", "failsafe-reports");
  private static final Set<String> NO_MODULES = Set.of(".git", ".qv", "node_modules", "src");

  private final XMLInputFactory xml = XMLInputFactory.newDefaultFactory();

  SkipReports() {
    xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    xml.setProperty(XMLInputFactory.IS_COALESCING, true);
  }

  /** The reports under a folder that were written at this time or later. */
  List<Path> under(Path root, FileTime since) throws IOException {
    List<Path> reports = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NO_MODULES.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            if (FOLDERS.contains(file.getName(file.getNameCount() - 2).toString())
                && name.startsWith("TEST-")
                && name.endsWith(".xml")
                && attributes.lastModifiedTime().compareTo(since) >= 0) {
              reports.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return reports;
  }

  /** The tests that a report says were skipped. */
  List<Skip> in(Path report) {
    List<Skip> skips = new ArrayList<>();
    try (InputStream file = Files.newInputStream(report)) {
      XMLStreamReader reader = xml.createXMLStreamReader(file);
      String test = "";
      while (reader.hasNext()) {
        if (reader.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        if (reader.getLocalName().equals("testcase")) {
          test = attribute(reader, "classname") + "." + attribute(reader, "name");
        } else if (reader.getLocalName().equals("skipped")) {
          skips.add(new Skip(test, attribute(reader, "message")));
        }
      }
      return skips;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException(report + " is not a report of tests", e);
    }
  }

  private static String attribute(XMLStreamReader reader, String name) {
    String value = reader.getAttributeValue(null, name);
    return value == null ? "" : value;
  }
}
