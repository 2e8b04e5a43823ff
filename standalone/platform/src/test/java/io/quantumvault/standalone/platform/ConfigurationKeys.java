package io.quantumvault.standalone.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys a service binds, as the records of its {@code *Settings} sources and those of
 * service-kit spell them.
 */
record ConfigurationKeys(String settings) {
  private static final Pattern RECORD =
      Pattern.compile(
          "(?:@ConfigurationProperties\\(\"([\\w.-]+)\"\\)\\s*)?(?:public )?record (\\w+)\\(([\\s\\S]*?)\\)\\s*\\{");

  static ConfigurationKeys of(String module) {
    String service = text(module, file -> true);
    return new ConfigurationKeys(
        text(module, file -> file.endsWith("Settings.java"))
            + text(
                "service-kit",
                // Every service has the door for operators; of the rest, what it names is its own.
                file ->
                    file.equals("ManagementSettings.java")
                        || file.endsWith("Settings.java")
                            && service.contains(file.replace(".java", ""))));
  }

  private static String text(String module, Predicate<String> name) {
    try (Stream<Path> files =
        Files.walk(ComposeFile.ROOT.resolve(module).resolve("src/main/java"))) {
      return files
          .filter(file -> Files.isRegularFile(file) && name.test(file.getFileName().toString()))
          .map(ComposeFile::text)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether each part of the key is a component of the record that the part before it names. */
  boolean bind(String key) {
    String[] parts = key.split("\\.");
    for (int i = 1; i < parts.length; i++) {
      String path = String.join(".", java.util.Arrays.copyOf(parts, i));
      boolean first = i == 1 && hasRecord(path + "." + parts[i]);
      if (!first && !isComponent(path, i == 1 ? "" : camel(parts[i - 1]), camel(parts[i]))) {
        return false;
      }
    }
    return parts.length > 1;
  }

  private boolean hasRecord(String path) {
    return settings.contains("@ConfigurationProperties(\"" + path + "\")");
  }

  private boolean isComponent(String path, String parent, String component) {
    Matcher record = RECORD.matcher(settings);
    while (record.find()) {
      boolean owner =
          path.equals(record.group(1))
              || record.group(2).equalsIgnoreCase(parent)
              || (!parent.isEmpty() && record.group(2).equalsIgnoreCase(parent + "Settings"))
              || (parent.isEmpty()
                  && record.group(1) == null
                  && record.group(2).endsWith("Settings"));
      if (owner
          && Pattern.compile("\\s" + component + "\\s*(,|$)").matcher(record.group(3)).find()) {
        return true;
      }
    }
    return false;
  }

  private static String camel(String part) {
    return Pattern.compile("-(\\w)")
        .matcher(part)
        .replaceAll(m -> m.group(1).toUpperCase(java.util.Locale.ROOT));
  }
}
