package io.quantumvault.keys.kms.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Attributes to make an object with, or to find it by: an array of CK_ATTRIBUTE. */
final class Template {
  /** CK_ATTRIBUTE: type, pointer, length. */
  static final long ATTRIBUTE_BYTES = 24;

  private final List<Attribute> attributes = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // written out once, never compared
  private record Attribute(long type, byte[] value) {}

  static Template of(long objectClass, long keyType) {
    return new Template().number(Ck.CKA_CLASS, objectClass).number(Ck.CKA_KEY_TYPE, keyType);
  }

  Template yes(long... types) {
    for (long type : types) {
      bytes(type, new byte[] {1});
    }
    return this;
  }

  Template no(long... types) {
    for (long type : types) {
      bytes(type, new byte[] {0});
    }
    return this;
  }

  Template number(long type, long value) {
    return bytes(type, number(value));
  }

  Template text(long type, String value) {
    return bytes(type, value.getBytes(StandardCharsets.UTF_8));
  }

  Template bytes(long type, byte[] value) {
    attributes.add(new Attribute(type, value));
    return this;
  }

  int size() {
    return attributes.size();
  }

  MemorySegment in(Arena arena) {
    MemorySegment array = arena.allocate(ATTRIBUTE_BYTES * size(), 8);
    for (int i = 0; i < size(); i++) {
      Attribute attribute = attributes.get(i);
      MemorySegment value = arena.allocateFrom(JAVA_BYTE, attribute.value());
      array.set(JAVA_LONG, ATTRIBUTE_BYTES * i, attribute.type());
      array.set(ADDRESS, ATTRIBUTE_BYTES * i + 8, value);
      array.set(JAVA_LONG, ATTRIBUTE_BYTES * i + 16, value.byteSize());
    }
    return array;
  }

  /** A CK_ULONG as it lies in memory. */
  static byte[] number(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(value).array();
  }
}
