package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Native functions that meet secrets, run one after the other in one call from Java, on a stack
 * that itself lies in key memory.
 *
 * <p>A function called the ordinary way leaves words of a key on the thread's stack and in
 * registers, which the virtual machine may spill anywhere. Here each {@code call} is only prepared;
 * {@link #run} switches to the secret stack once, runs them all, then runs functions over zeros
 * that overwrite the vector registers, and switches back. What a function returns is lost on the
 * way, so success is read from what it wrote: a length that was preset to 0, a key that is no
 * longer zeros.
 *
 * <p>Where the C library has no user contexts each {@code call} is made at once and for itself
 * ({@link KeyMemory.Calls#SINGLE}). The caller must cope with both: arguments are read, and results
 * there, no sooner than {@code run}, and no Java code may look at a secret in between.
 *
 * <p>An instance is one piece of key memory out of {@link SecretCallsPool}; who holds one must not
 * ask for a second.
 */
final class SecretCalls implements AutoCloseable {
  /** Room for the deepest function, and for a signal that arrives meanwhile. */
  static final int STACK_BYTES = 32 * 1024;

  private static final int SCRATCH_BYTES = 8 * 1024;

  /** What long public input leaves of it: the keys of a run need a fraction of this. */
  private static final int KEPT_FOR_KEYS_BYTES = 2 * 1024;

  /** The most functions of one run, the last ones included. */
  static final int MAX_CALLS = 16;

  /** What makecontext puts on the stack before the function starts: return addresses, arguments. */
  private static final int START_FRAME_BYTES = 256;

  private static final int ALIGNMENT = 64;

  /** Longer than any copy of a key, so that it passes through every register that a copy uses. */
  private static final int WASH_COPY_BYTES = 512;

  private static final int WASH_BYTES = 1024;

  /** All of one, guard pages left out. */
  static final int BYTES =
      STACK_BYTES + (MAX_CALLS + 1) * UserContext.BYTES + WASH_BYTES + SCRATCH_BYTES;

  private final KeyMemory.Calls mode;
  private final GuardedPages pages = GuardedPages.map(BYTES);
  private final MemorySegment all = pages.data();
  private final long start = all.address();
  private final MemorySegment scratch = all.asSlice(BYTES - SCRATCH_BYTES, SCRATCH_BYTES);
  private final long washAddress = start + BYTES - SCRATCH_BYTES - WASH_BYTES;
  private int calls;
  private int scratchUsed;

  SecretCalls(KeyMemory.Calls mode) {
    this.mode = mode;
    if (mode == KeyMemory.Calls.SECRET_STACK) {
      for (int i = 0; i <= MAX_CALLS; i++) {
        UserContext.get(context(i));
        all.set(JAVA_LONG, contextOffset(i) + UserContext.STACK_START, start);
        all.set(JAVA_LONG, contextOffset(i) + UserContext.STACK_BYTES, stackBytes(i));
      }
    }
  }

  /** One that is free, waiting for it when all are in use. */
  static SecretCalls open() {
    return SecretCallsPool.take();
  }

  /** Zeroed key memory of this instance, wiped by {@link #close}. */
  MemorySegment scratch(int bytes) {
    return scratch.asSlice(reserve(bytes) - scratch.address(), bytes);
  }

  /** The address of such memory: for what runs often, since it allocates nothing. */
  long reserve(int bytes) {
    int at = scratchUsed;
    int rounded = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (rounded > SCRATCH_BYTES - at) {
      throw new IllegalStateException("scratch of a secret call is used up");
    }
    scratchUsed = at + rounded;
    return scratch.address() + at;
  }

  /** What {@link #reserve} can still give in one piece. */
  int scratchLeft() {
    return SCRATCH_BYTES - scratchUsed;
  }

  /**
   * The address of public bytes, one part after the other: in this memory while there is room, else
   * in the arena, which must outlive the run.
   */
  long place(Arena arena, byte[]... parts) {
    int size = 0;
    for (byte[] part : parts) {
      size = Math.addExact(size, part.length);
    }
    if (size > scratchLeft() - KEPT_FOR_KEYS_BYTES) {
      return PublicBytes.in(arena, parts).address();
    }
    long address = reserve(size);
    long at = address;
    for (byte[] part : parts) {
      put(part, 0, part.length, at);
      at += part.length;
    }
    return address;
  }

  /** The address of a copy of short public bytes. */
  long reserveCopyOf(byte[] bytes) {
    long address = reserve(bytes.length);
    put(bytes, 0, bytes.length, address);
    return address;
  }

  /** Writes public bytes to reserved memory. */
  void put(byte[] from, int offset, int size, long address) {
    MemorySegment.copy(from, offset, scratch, JAVA_BYTE, address - scratch.address(), size);
  }

  /** Reads a result that may be published out of reserved memory. */
  byte[] get(long address, int size) {
    return PublicBytes.out(scratch.asSlice(address - scratch.address(), size));
  }

  /** Reads a length that a function wrote to reserved memory. */
  long getLength(long address) {
    return scratch.get(JAVA_LONG, address - scratch.address());
  }

  /** Whether the memory that was reserved at an address is all zeros. */
  boolean isZero(long address, int size) {
    return Sodium.isZero(scratch.asSlice(address - scratch.address(), size));
  }

  SecretCalls call(long function, long a, long b) {
    if (mode == KeyMemory.Calls.SINGLE) {
      SingleCall.call(function, a, b);
    } else {
      UserContext.make(next(), function, a, b);
    }
    return this;
  }

  SecretCalls call(long function, long a, long b, long c) {
    if (mode == KeyMemory.Calls.SINGLE) {
      SingleCall.call(function, a, b, c);
    } else {
      UserContext.make(next(), function, a, b, c);
    }
    return this;
  }

  SecretCalls call(long function, long a, long b, long c, long d, long e) {
    if (mode == KeyMemory.Calls.SINGLE) {
      SingleCall.call(function, a, b, c, d, e);
    } else {
      UserContext.make(next(), function, a, b, c, d, e);
    }
    return this;
  }

  SecretCalls call(
      long function, long a, long b, long c, long d, long e, long f, long g, long h, long i) {
    if (mode == KeyMemory.Calls.SINGLE) {
      SingleCall.call(function, a, b, c, d, e, f, g, h, i);
    } else {
      UserContext.make(next(), function, a, b, c, d, e, f, g, h, i);
    }
    return this;
  }

  /** Copies within key memory; a copy made by Java code would pass through its registers. */
  SecretCalls copy(MemorySegment to, MemorySegment from, long bytes) {
    return call(SodiumFunctions.COPY, to.address(), from.address(), bytes);
  }

  /** Runs what was prepared; may be used again afterwards. */
  void run() {
    if (mode == KeyMemory.Calls.SECRET_STACK) {
      wash();
      calls = 0;
      UserContext.swap(context(MAX_CALLS), context(0));
    }
  }

  /** AES rounds and a long copy over zeros: the registers that held key words hold these. */
  private void wash() {
    call(SodiumFunctions.COPY, washAddress + WASH_COPY_BYTES, washAddress, WASH_COPY_BYTES);
    long last = nextLinkedTo(context(MAX_CALLS));
    UserContext.make(
        last,
        SodiumFunctions.GCM_SEAL,
        washAddress + 64,
        washAddress + 56,
        washAddress,
        32,
        0,
        0,
        0,
        washAddress,
        washAddress);
  }

  private long next() {
    if (calls >= MAX_CALLS - 1) {
      throw new IllegalStateException("too many calls in one run");
    }
    return nextLinkedTo(context(calls + 1));
  }

  private long nextLinkedTo(long after) {
    int index = calls++;
    all.set(JAVA_LONG, contextOffset(index) + UserContext.LINK, after);
    return context(index);
  }

  private long context(int index) {
    return start + contextOffset(index);
  }

  private static long contextOffset(int index) {
    return STACK_BYTES + (long) index * UserContext.BYTES;
  }

  /** Later functions start further up, so that an earlier one does not run over their frames. */
  private static long stackBytes(int index) {
    return STACK_BYTES
        - (long) (MAX_CALLS - 1 - Math.min(index, MAX_CALLS - 1)) * START_FRAME_BYTES;
  }

  /** Wipes stack and scratch and gives the memory back to the pool. */
  @Override
  public void close() {
    wipe();
    SecretCallsPool.giveBack(this);
  }

  private void wipe() {
    Libc.wipe(start, STACK_BYTES);
    Libc.wipe(washAddress, WASH_BYTES + (long) scratchUsed);
    calls = 0;
    scratchUsed = 0;
  }

  /** What functions use as their stack; all zeros unless a run is under way or was just made. */
  MemorySegment stack() {
    return all.asSlice(0, STACK_BYTES);
  }

  /** What {@link #scratch} gives out; all zeros after {@link #close}. */
  MemorySegment wholeScratch() {
    return scratch;
  }

  /** For the pool: gives the pages back to the kernel. */
  void unmap() {
    pages.unmap();
  }
}
