package io.quantumvault.standalone.recover;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Standard input as a terminal (termios(3)): whether it is one, and typing that does not show. */
final class Terminal implements AutoCloseable {
  private static final int STANDARD_INPUT = 0;
  private static final int TCSAFLUSH = 2;

  /** {@code struct termios} of glibc has 60 bytes; the local flags are its fourth number. */
  private static final int TERMIOS_BYTES = 128;

  private static final long LOCAL_FLAGS = 12;
  private static final int ECHO = 0x8;

  private static final MethodHandle ISATTY =
      handle("isatty", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle GET =
      handle("tcgetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SET =
      handle("tcsetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  private final MemorySegment before = Arena.global().allocate(TERMIOS_BYTES, 8);
  private final Thread onInterrupt = new Thread(this::restore, "terminal");

  private Terminal() {}

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  /** Whether somebody types. */
  static boolean isStandardInput() {
    try {
      return (int) ISATTY.invokeExact(STANDARD_INPUT) == 1;
    } catch (Throwable t) {
      throw new IllegalStateException("isatty", t);
    }
  }

  /**
   * What is typed from now on does not show, until this is closed or the program is interrupted.
   */
  static Terminal silent() {
    Terminal terminal = new Terminal();
    try {
      if ((int) GET.invokeExact(STANDARD_INPUT, terminal.before) != 0) {
        throw new IllegalStateException("the terminal does not tell its settings");
      }
      MemorySegment silent = Arena.global().allocate(TERMIOS_BYTES, 8).copyFrom(terminal.before);
      silent.set(JAVA_INT, LOCAL_FLAGS, silent.get(JAVA_INT, LOCAL_FLAGS) & ~ECHO);
      Runtime.getRuntime().addShutdownHook(terminal.onInterrupt);
      if ((int) SET.invokeExact(STANDARD_INPUT, TCSAFLUSH, silent) != 0) {
        throw new IllegalStateException("the terminal does not stop showing what is typed");
      }
      return terminal;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("termios", t);
    }
  }

  private void restore() {
    try {
      int ignored = (int) SET.invokeExact(STANDARD_INPUT, TCSAFLUSH, before);
    } catch (Throwable t) {
      throw new IllegalStateException("termios", t);
    }
  }

  @Override
  public void close() {
    restore();
    Runtime.getRuntime().removeShutdownHook(onInterrupt);
  }
}
