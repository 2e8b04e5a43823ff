package io.quantumvault.signer.hardening;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Puts the whole process behind Landlock. A thread can bind only itself and what it starts, and a
 * JVM has threads before its first line of ours; so that line binds itself and becomes the same
 * program once more, all of whose threads are then bound. The number of the process, its open
 * standard streams and whoever waits for it stay as they are.
 */
public final class Confinement {
  /** Says that the second beginning is under way, so that there is no third. */
  private static final String BEGUN = "quantumvault.signer.confinement-begun";

  /**
   * The JVM's notes on a start (JEP 483), for the second beginning only: to map them takes longer
   * than all that the first does.
   */
  private static final String NOTES = "quantumvault.signer.aot-cache";

  private static final List<Path> CONFIGURATION =
      List.of(Path.of("signer-service.properties"), Path.of("config/signer-service.properties"));

  private Confinement() {}

  /**
   * Returns in a process that is bound, or in one that cannot be; {@link Hardening} tells which.
   * Call it first of all, and only where the process is the caller's own.
   *
   * @param arguments of the program; what they name stays readable
   */
  public static void enter(String[] arguments) {
    if (Boolean.getBoolean(BEGUN) || Landlock.version() == 0 || !Libc.noNewPrivileges()) {
      return;
    }
    try {
      var self = new SelfProgram();
      if (Landlock.restrict(rules(self, settings(arguments)))) {
        Libc.exec(self.file().toString(), self.argumentsWith(moreFlags()));
      }
    } catch (IOException e) {
      return; // its own files cannot be read: not bound, and told so
    }
  }

  private static List<String> moreFlags() {
    var flags = new ArrayList<>(List.of("-D" + BEGUN + "=true"));
    var notes = System.getProperty(NOTES);
    if (notes != null && Files.isReadable(Path.of(notes))) {
      flags.add("-XX:AOTCache=" + notes);
    }
    return flags;
  }

  /** Loads what {@link #enter} needs, and binds nothing. */
  public static void rehearse(String[] arguments) {
    try {
      var self = new SelfProgram();
      if (Landlock.version() < 0 || rules(self, settings(arguments)).isEmpty()) {
        throw new IllegalStateException("a program that needs no file");
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<FileRule> rules(SelfProgram self, Map<String, String> settings)
      throws IOException {
    var classPath =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toList();
    return FileRules.of(
        Path.of(System.getProperty("java.home")),
        classPath,
        self.needsToRun(),
        Stream.concat(settings.values().stream(), self.flagValues()).toList(),
        FileRules.named(settings.getOrDefault(FileRules.WRITABLE, "")));
  }

  /** Settings by name, as far as they may name files: arguments, files of settings, environment. */
  static Map<String, String> settings(String[] arguments) throws IOException {
    var settings = new LinkedHashMap<String, String>();
    System.getenv().entrySet().stream()
        .filter(variable -> variable.getKey().startsWith("QUANTUMVAULT_"))
        .forEach(variable -> settings.put(variable.getKey(), variable.getValue()));
    for (var argument : arguments) {
      int sign = argument.indexOf('=');
      if (argument.startsWith("--") && sign > 0) {
        settings.put(argument.substring(2, sign), argument.substring(sign + 1));
      }
    }
    var files =
        Stream.concat(
                CONFIGURATION.stream().map(Path::toAbsolutePath),
                Stream.of("config", "spring.config.additional-location", "spring.config.location")
                    .flatMap(name -> FileRules.named(settings.getOrDefault(name, "")).stream()))
            .filter(Files::isRegularFile)
            .toList();
    for (var file : files) {
      settings.put(file.toString(), file.toString());
      read(file).forEach(settings::putIfAbsent);
    }
    return settings;
  }

  private static Map<String, String> read(Path file) throws IOException {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    var read = new LinkedHashMap<String, String>();
    properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
    return read;
  }

  /** This very program: its file, and the words it was started with. */
  private record SelfProgram(Path file, List<String> words) {
    SelfProgram() throws IOException {
      this(Path.of("/proc/self/exe").toRealPath(), commandLine());
    }

    private static List<String> commandLine() throws IOException {
      var text = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
      return List.of(text.substring(0, text.length() - 1).split("\0", -1));
    }

    List<String> argumentsWith(List<String> flags) {
      var all = new ArrayList<>(words);
      all.addAll(1, flags);
      return all;
    }

    /** What flags of the JVM name, such as its notes on classes. */
    Stream<String> flagValues() {
      return words.stream()
          .filter(word -> word.startsWith("-") && word.contains("=/"))
          .map(word -> word.substring(word.indexOf('=') + 1));
    }

    /** Its file, and the loader that the kernel starts to load it. */
    List<Path> needsToRun() throws IOException {
      try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
        var loaders =
            mappings
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .filter(path -> path.matches("/.*/ld-[^/]+|/lib/ld-musl-[^/]+"))
                .distinct()
                .map(Path::of);
        return Stream.concat(Stream.of(file), loaders).toList();
      }
    }
  }
}
