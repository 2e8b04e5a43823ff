package io.quantumvault.acceptance.mutants;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** One source file of the product compiled without one guard, beside the classes it replaces. */
final class Mutant {
  private Mutant() {}

  /** Compiles the guard's file without it into the folder {@code classes}. */
  static void compile(Guard guard, MavenModule module, Path scratch, Path classes)
      throws IOException, BadGuard {
    Path original = module.source(guard.type());
    String source = new SourceText(Files.readString(original)).without(guard);
    Path mutated = scratch.resolve(String.valueOf(original.getFileName()));
    Files.writeString(mutated, source);
    Files.createDirectories(classes);
    String classPath =
        module.testClassPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(java.io.File.pathSeparator));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var problems = new DiagnosticCollector<JavaFileObject>();
    try (var files = compiler.getStandardFileManager(problems, null, null)) {
      var options =
          List.of(
              "-proc:none",
              "-parameters",
              "-g",
              "-nowarn",
              "-implicit:none",
              "-d",
              classes.toString(),
              "-cp",
              classPath);
      boolean compiled =
          compiler
              .getTask(null, files, problems, options, null, files.getJavaFileObjects(mutated))
              .call();
      if (!compiled) {
        throw new BadGuard("without the guard the class does not compile: " + first(problems));
      }
    }
    refuseConstants(module.classes(), classes);
  }

  private static String first(DiagnosticCollector<JavaFileObject> problems) {
    return problems.getDiagnostics().stream()
        .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
        .findFirst()
        .map(problem -> "line " + problem.getLineNumber() + ", " + problem.getMessage(null))
        .map(text -> text.lines().collect(Collectors.joining(" ")))
        .orElse("no reason given");
  }

  /**
   * The compiler copies constants into the classes that use them, which are not compiled again
   * here: without the guard they would go on with the old one.
   */
  private static void refuseConstants(Path before, Path after) throws IOException, BadGuard {
    try (Stream<Path> files = Files.walk(after)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        Path old = before.resolve(after.relativize(file));
        if (Files.exists(old) && !constants(old).equals(constants(file))) {
          throw new BadGuard(
              "a constant that other classes have copied changes; quote the place of its use.");
        }
      }
    }
  }

  private static Map<String, String> constants(Path file) throws IOException {
    ClassModel read = ClassFile.of().parse(Files.readAllBytes(file));
    var constants = new TreeMap<String, String>();
    for (FieldModel field : read.fields()) {
      if (!field.flags().has(AccessFlag.PRIVATE)) {
        field
            .findAttribute(Attributes.constantValue())
            .ifPresent(value ->
                constants.put(
                    field.fieldName().stringValue(), value.constant().constantValue().toString()));
      }
    }
    return constants;
  }
}
