package io.quantumvault.keys.kms.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/** SoftHSM, with functions of a test before or after some of its own. */
final class FakedLibrary {
  static final MemoryLayout[] LOGIN = {JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG};
  static final MemoryLayout[] OPEN_SESSION = {JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS};
  static final MemoryLayout[] CLOSE_SESSION = {JAVA_LONG};
  static final MemoryLayout[] GET_ATTRIBUTE_VALUE = {JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG};
  static final MemoryLayout[] GENERATE_KEY = {JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS};

  private static final long TOKEN_FLAGS_AT = 96;

  private final Cryptoki softHsm = SoftHsm.cryptoki();
  private final SymbolLookup real = SymbolLookup.libraryLookup(SoftHsm.library(), Arena.global());
  private final Map<String, MemorySegment> faked = new HashMap<>();

  Cryptoki cryptoki() {
    return new Cryptoki(
        name -> faked.containsKey(name) ? Optional.of(faked.get(name)) : real.find(name));
  }

  /** Runs something in each call of that function; it must not throw. */
  FakedLibrary before(String function, Runnable first, MemoryLayout... parameters) {
    MethodHandle run = handle(Runnable.class, "run", MethodType.methodType(void.class));
    return fake(
        function,
        MethodHandles.foldArguments(
            softHsm.functions().function(function, parameters), run.bindTo(first)),
        parameters);
  }

  /** Says more of each token than SoftHSM ever would. */
  FakedLibrary withTokenFlags(LongSupplier flags) {
    TokenInfo info =
        new TokenInfo(softHsm.functions().function("C_GetTokenInfo", JAVA_LONG, ADDRESS), flags);
    MethodHandle ask =
        handle(
            TokenInfo.class,
            "ask",
            MethodType.methodType(long.class, long.class, MemorySegment.class));
    return fake("C_GetTokenInfo", ask.bindTo(info), JAVA_LONG, ADDRESS);
  }

  private record TokenInfo(MethodHandle real, LongSupplier flags) {
    long ask(long slot, MemorySegment info) {
      try {
        long answer = (long) real.invokeExact(slot, info);
        MemorySegment written = info.reinterpret(TOKEN_FLAGS_AT + Long.BYTES);
        written.set(
            JAVA_LONG, TOKEN_FLAGS_AT, written.get(JAVA_LONG, TOKEN_FLAGS_AT) | flags.getAsLong());
        return answer;
      } catch (Throwable t) {
        throw Cryptoki.unexpected(t);
      }
    }
  }

  private FakedLibrary fake(String function, MethodHandle target, MemoryLayout... parameters) {
    faked.put(
        function,
        Linker.nativeLinker()
            .upcallStub(target, FunctionDescriptor.of(JAVA_LONG, parameters), Arena.global()));
    return this;
  }

  private static MethodHandle handle(Class<?> type, String name, MethodType is) {
    try {
      return MethodHandles.lookup().findVirtual(type, name, is);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hangs as native code does, from {@link #start} to {@link #end}: no interrupt helps. */
  static final class Hang implements Runnable {
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean started;

    void start() {
      started = true;
    }

    void end() {
      end.countDown();
    }

    @Override
    public void run() {
      boolean interrupted = false;
      while (started) {
        try {
          end.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
