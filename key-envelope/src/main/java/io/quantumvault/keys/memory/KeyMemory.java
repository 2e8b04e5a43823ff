package io.quantumvault.keys.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What protects keys in this process, and how much of it is in use: for the log line at start and
 * for metrics.
 *
 * @param pages what backs key memory
 * @param calls how native functions that meet secrets are called
 * @param secrets how many secrets are open; a number that only grows is a leak
 * @param callStacks how many secret stacks have been made, at most {@link #callStackLimit}
 * @param busyCallStacks how many of them are in use now
 */
public record KeyMemory(
    SecretMemory.Mode pages, Calls calls, int secrets, int callStacks, int busyCallStacks) {
  /** How native functions that meet secrets are called. */
  public enum Calls {
    /** All of an operation in one call, on a stack in key memory, registers overwritten after. */
    SECRET_STACK,
    /** One by one on the thread's own stack, where words of keys may stay for a while. */
    SINGLE
  }

  /**
   * Weakens this process on purpose, for comparing: {@code locked} pages, {@code single} calls.
   * What is in use shows in {@link #isFull}, so a service that asks for full protection refuses it.
   */
  static final String PAGES_PROPERTY = "quantumvault.key-memory.pages";

  static final String CALLS_PROPERTY = "quantumvault.key-memory.calls";

  /** Loaded when first asked for, so that merely naming this class maps nothing. */
  private static final class InUse {
    private static final Calls CALLS =
        !"single".equals(System.getProperty(CALLS_PROPERTY)) && secretStacksWork()
            ? Calls.SECRET_STACK
            : Calls.SINGLE;
  }

  /** The state now. */
  public static KeyMemory state() {
    return new KeyMemory(
        SecretMemory.mode(),
        callsInUse(),
        Slabs.live(),
        SecretCallsPool.made(),
        SecretCallsPool.busy());
  }

  /**
   * Makes all secret stacks and a first secret, so that a limit on locked memory that is too small
   * shows at start and not in the middle of a trade. Call it before any key is opened.
   *
   * @param fallbackSuffices whether weaker protection is good enough, such as for trying things out
   * @throws IllegalStateException when the limit is too small, with the number that is needed; when
   *     protection is not full and must be, with what is missing
   */
  public static KeyMemory start(boolean fallbackSuffices) {
    SecretCallsPool.fill();
    SecretMemory.allocate(1).close();
    KeyMemory state = state();
    if (!fallbackSuffices) {
      state.requireFull();
    }
    return state;
  }

  /** See {@link #start}. */
  void requireFull() {
    if (!isFull()) {
      throw new IllegalStateException(
          "keys would be less protected than they can be (pages: %s, calls: %s)."
                  .formatted(pagesText(), callsText())
              + " secret_pages need a kernel with memfd_secret (Linux 6.5 or newer, or secretmem.enable=1"
              + " on its command line); secret_stack needs glibc."
              + " quantumvault.key-memory.fallback-suffices=true takes what there is");
    }
  }

  /** How many secret stacks there can be. */
  public static int callStackLimit() {
    return SecretCallsPool.SIZE;
  }

  /** What a service should be allowed to lock: all secret stacks, and secrets by the thousand. */
  public static long neededBytes() {
    long stack =
        (SecretCalls.BYTES + GuardedPages.PAGE - 1) / GuardedPages.PAGE * GuardedPages.PAGE;
    return stack * SecretCallsPool.SIZE + Slabs.KEPT_BYTES;
  }

  /** Whether nothing but the strongest protection is in use. */
  public boolean isFull() {
    return pages == SecretMemory.Mode.SECRET_PAGES && calls == Calls.SECRET_STACK;
  }

  /** The mode in two words, for a log line or a label: such as {@code secret_pages}. */
  public String pagesText() {
    return pages.name().toLowerCase(Locale.ROOT);
  }

  /** The mode in two words, for a log line or a label: such as {@code secret_stack}. */
  public String callsText() {
    return calls.name().toLowerCase(Locale.ROOT);
  }

  static Calls callsInUse() {
    return InUse.CALLS;
  }

  /** Hashes a known text on a secret stack where the C library has user contexts. */
  private static boolean secretStacksWork() {
    if (!UserContext.AVAILABLE) {
      return false;
    }
    SecretCalls calls = new SecretCalls(Calls.SECRET_STACK);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment digest = arena.allocate(32);
      calls
          .call(
              SodiumFunctions.SHA256,
              digest.address(),
              PublicBytes.in(arena, new byte[] {'a', 'b', 'c'}).address(),
              3)
          .run();
      return MessageDigest.isEqual(
          PublicBytes.out(digest),
          HexFormat.of()
              .parseHex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    } finally {
      calls.unmap();
    }
  }
}
