package io.quantumvault.keys.kms.pkcs11;

import static io.quantumvault.keys.kms.pkcs11.CkFailure.requireOk;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.stream.LongStream;

/**
 * Calls into a PKCS#11 library, on Linux with 8-byte CK_ULONG.
 *
 * <p>What carries key memory is an address in a {@code long}: no segment of it is ever made here,
 * so nothing can read it. Everything else is public and lies in arenas of one call. Every function
 * throws {@link CkFailure} unless the library answers CKR_OK.
 */
final class Cryptoki {
  private static final long FOUND_AT_ONCE = 256;

  private final CryptokiFunctions functions;

  Cryptoki(SymbolLookup library) {
    this.functions = new CryptokiFunctions(library);
  }

  /** For tests: functions that the product does not call. */
  CryptokiFunctions functions() {
    return functions;
  }

  /** Says that threads of the operating system will call at the same time; again is no error. */
  void initialize() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment arguments = arena.allocate(48, 8);
      arguments.set(JAVA_LONG, 32, Ck.CKF_OS_LOCKING_OK);
      long answer = (long) functions.initialize.invokeExact(arguments);
      if (Ckr.of(answer) != Ckr.CRYPTOKI_ALREADY_INITIALIZED) {
        requireOk("C_Initialize", answer);
      }
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** The slots that have a token in them. */
  long[] slots() {
    try (Arena arena = Arena.ofConfined()) {
      byte present = 1;
      MemorySegment count = arena.allocate(JAVA_LONG);
      requireOk(
          "C_GetSlotList",
          (long) functions.getSlotList.invokeExact(present, MemorySegment.NULL, count));
      long found = count.get(JAVA_LONG, 0);
      MemorySegment slots = arena.allocate(JAVA_LONG, Math.max(1, found));
      requireOk("C_GetSlotList", (long) functions.getSlotList.invokeExact(present, slots, count));
      return longs(slots, Math.min(found, count.get(JAVA_LONG, 0)));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  TokenInfo tokenInfo(long slot) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(TokenInfo.BYTES, 8);
      requireOk("C_GetTokenInfo", (long) functions.getTokenInfo.invokeExact(slot, info));
      return TokenInfo.read(info);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  long openSession(long slot, boolean writing) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment session = arena.allocate(JAVA_LONG);
      long flags = Ck.CKF_SERIAL_SESSION | (writing ? Ck.CKF_RW_SESSION : 0);
      requireOk(
          "C_OpenSession",
          (long)
              functions.openSession.invokeExact(
                  slot, flags, MemorySegment.NULL, MemorySegment.NULL, session));
      return session.get(JAVA_LONG, 0);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  void closeSession(long session) {
    try {
      requireOk("C_CloseSession", (long) functions.closeSession.invokeExact(session));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Whether the user is logged in, in this session and so in all of this process. */
  boolean isLoggedIn(long session) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(32, 8);
      requireOk("C_GetSessionInfo", (long) functions.getSessionInfo.invokeExact(session, info));
      long state = info.get(JAVA_LONG, 8);
      return state == 1 || state == 3;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Logs the user in; the PIN is lent by its address. */
  void login(long session, long pinAddress, long pinBytes) {
    try {
      requireOk(
          "C_Login",
          (long) functions.login.invokeExact(session, Ck.CKU_USER, pinAddress, pinBytes));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** The handles of all that matches. */
  long[] find(long session, Template template) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = template.in(arena);
      MemorySegment found = arena.allocate(JAVA_LONG, FOUND_AT_ONCE);
      MemorySegment count = arena.allocate(JAVA_LONG);
      long size = template.size();
      requireOk(
          "C_FindObjectsInit",
          (long) functions.findObjectsInit.invokeExact(session, attributes, size));
      long[] all = {};
      long answer;
      long more;
      do {
        answer = (long) functions.findObjects.invokeExact(session, found, FOUND_AT_ONCE, count);
        more = answer == 0 ? count.get(JAVA_LONG, 0) : 0;
        all = LongStream.concat(LongStream.of(all), LongStream.of(longs(found, more))).toArray();
      } while (more > 0);
      long end = (long) functions.findObjectsFinal.invokeExact(session);
      requireOk("C_FindObjects", answer);
      requireOk("C_FindObjectsFinal", end);
      return all;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** The values of attributes, in their order. */
  byte[][] attributes(long session, long object, long... types) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment array = arena.allocate(Template.ATTRIBUTE_BYTES * types.length, 8);
      for (int i = 0; i < types.length; i++) {
        array.set(JAVA_LONG, Template.ATTRIBUTE_BYTES * i, types[i]);
      }
      long count = types.length;
      requireOk(
          "C_GetAttributeValue",
          (long) functions.getAttributeValue.invokeExact(session, object, array, count));
      MemorySegment[] values = new MemorySegment[types.length];
      for (int i = 0; i < types.length; i++) {
        long size = array.get(JAVA_LONG, Template.ATTRIBUTE_BYTES * i + 16);
        values[i] = arena.allocate(Math.max(1, size));
        array.set(ADDRESS, Template.ATTRIBUTE_BYTES * i + 8, values[i]);
      }
      requireOk(
          "C_GetAttributeValue",
          (long) functions.getAttributeValue.invokeExact(session, object, array, count));
      byte[][] out = new byte[types.length][];
      for (int i = 0; i < types.length; i++) {
        out[i] = bytes(values[i], array.get(JAVA_LONG, Template.ATTRIBUTE_BYTES * i + 16));
      }
      return out;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  long generateKey(long session, Mechanism mechanism, Template key) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment made = arena.allocate(JAVA_LONG);
      long size = key.size();
      requireOk(
          "C_GenerateKey",
          (long)
              functions.generateKey.invokeExact(
                  session, mechanism.in(arena), key.in(arena), size, made));
      return made.get(JAVA_LONG, 0);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  KeyPair generateKeyPair(
      long session, Mechanism mechanism, Template publicKey, Template privateKey) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment madePublic = arena.allocate(JAVA_LONG);
      MemorySegment madePrivate = arena.allocate(JAVA_LONG);
      long publicSize = publicKey.size();
      long privateSize = privateKey.size();
      requireOk(
          "C_GenerateKeyPair",
          (long)
              functions.generateKeyPair.invokeExact(
                  session,
                  mechanism.in(arena),
                  publicKey.in(arena),
                  publicSize,
                  privateKey.in(arena),
                  privateSize,
                  madePublic,
                  madePrivate));
      return new KeyPair(madePublic.get(JAVA_LONG, 0), madePrivate.get(JAVA_LONG, 0));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  long createObject(long session, Template object) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment made = arena.allocate(JAVA_LONG);
      long size = object.size();
      requireOk(
          "C_CreateObject",
          (long) functions.createObject.invokeExact(session, object.in(arena), size, made));
      return made.get(JAVA_LONG, 0);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  void destroyObject(long session, long object) {
    try {
      requireOk("C_DestroyObject", (long) functions.destroyObject.invokeExact(session, object));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Encrypts what lies at an address of key memory; the ciphertext is public. */
  byte[] encrypt(
      long session, Mechanism mechanism, long key, long plainAddress, long plainBytes, int room) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(room);
      MemorySegment size = arena.allocate(JAVA_LONG);
      size.set(JAVA_LONG, 0, room);
      requireOk(
          "C_EncryptInit",
          (long) functions.encryptInit.invokeExact(session, mechanism.in(arena), key));
      requireOk(
          "C_Encrypt",
          (long) functions.encrypt.invokeExact(session, plainAddress, plainBytes, out, size));
      return bytes(out, size.get(JAVA_LONG, 0));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Decrypts to an address of key memory where {@code room} bytes are; answers how many came. */
  int decrypt(
      long session, Mechanism mechanism, long key, byte[] cipher, long plainAddress, int room) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocateFrom(JAVA_BYTE, cipher);
      MemorySegment size = arena.allocate(JAVA_LONG);
      size.set(JAVA_LONG, 0, room);
      requireOk(
          "C_DecryptInit",
          (long) functions.decryptInit.invokeExact(session, mechanism.in(arena), key));
      requireOk(
          "C_Decrypt",
          (long)
              functions.decrypt.invokeExact(session, in, (long) cipher.length, plainAddress, size));
      return Math.toIntExact(size.get(JAVA_LONG, 0));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Native handles declare Throwable; what can come is unchecked, the rest is a broken JVM. */
  static RuntimeException unexpected(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException("native call failed");
    };
  }

  private static long[] longs(MemorySegment from, long count) {
    long[] out = new long[Math.toIntExact(count)];
    MemorySegment.copy(from, JAVA_LONG, 0, out, 0, out.length);
    return out;
  }

  private static byte[] bytes(MemorySegment from, long count) {
    byte[] out = new byte[Math.toIntExact(Math.min(count, from.byteSize()))];
    MemorySegment.copy(from, JAVA_BYTE, 0, out, 0, out.length);
    return out;
  }
}
