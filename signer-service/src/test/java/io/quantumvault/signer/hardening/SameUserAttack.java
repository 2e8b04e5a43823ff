package io.quantumvault.signer.hardening;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process of the same user tries on another; prints {@code done} or {@code refused}. */
final class SameUserAttack {
  private static final int PTRACE_ATTACH = 16;
  private static final int PTRACE_DETACH = 17;

  private SameUserAttack() {}

  @SuppressWarnings("SystemOut") // how it answers
  public static void main(String[] arguments) throws Throwable {
    long pid = Long.parseLong(arguments[1]);
    boolean done =
        switch (arguments[0]) {
          case "memory" -> memory(pid);
          case "environment" -> environment(pid);
          case "trace" -> trace(pid);
          case "agent" -> agent(pid);
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    System.out.println(done ? "done" : "refused");
  }

  private static boolean memory(long pid) {
    var folder = Path.of("/proc", Long.toString(pid));
    try (var memory = new RandomAccessFile(folder.resolve("mem").toFile(), "r")) {
      var mapping = Files.readAllLines(folder.resolve("maps")).getFirst();
      memory.seek(Long.parseLong(mapping.substring(0, mapping.indexOf('-')), 16));
      return memory.read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean environment(long pid) {
    try {
      return Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ")).length > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean trace(long pid) throws Throwable {
    var linker = Linker.nativeLinker();
    var ptrace =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("ptrace"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    if ((long) ptrace.invokeExact(PTRACE_ATTACH, (int) pid, 0L, 0L) != 0) {
      return false;
    }
    var waitpid =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("waitpid"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    var _ = (int) waitpid.invokeExact((int) pid, 0L, 0);
    var _ = (long) ptrace.invokeExact(PTRACE_DETACH, (int) pid, 0L, 0L);
    return true;
  }

  private static boolean agent(long pid) {
    try {
      VirtualMachine.attach(Long.toString(pid)).detach();
      return true;
    } catch (IOException | AttachNotSupportedException e) {
      return false;
    }
  }
}
