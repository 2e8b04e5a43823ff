package io.quantumvault.keys.kms.pkcs11;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The return values of Cryptoki that are told apart here. */
enum Ckr {
  OK(0),
  HOST_MEMORY(0x2),
  SLOT_ID_INVALID(0x3),
  GENERAL_ERROR(0x5),
  FUNCTION_FAILED(0x6),
  ATTRIBUTE_SENSITIVE(0x11),
  ATTRIBUTE_TYPE_INVALID(0x12),
  ATTRIBUTE_VALUE_INVALID(0x13),
  DATA_INVALID(0x20),
  DATA_LEN_RANGE(0x21),
  DEVICE_ERROR(0x30),
  DEVICE_MEMORY(0x31),
  DEVICE_REMOVED(0x32),
  ENCRYPTED_DATA_INVALID(0x40),
  ENCRYPTED_DATA_LEN_RANGE(0x41),
  AEAD_DECRYPT_FAILED(0x42),
  KEY_HANDLE_INVALID(0x60),
  OBJECT_HANDLE_INVALID(0x82),
  OPERATION_ACTIVE(0x90),
  OPERATION_NOT_INITIALIZED(0x91),
  PIN_INCORRECT(0xa0),
  PIN_INVALID(0xa1),
  PIN_LEN_RANGE(0xa2),
  PIN_EXPIRED(0xa3),
  PIN_LOCKED(0xa4),
  SESSION_CLOSED(0xb0),
  SESSION_COUNT(0xb1),
  SESSION_HANDLE_INVALID(0xb3),
  TOKEN_NOT_PRESENT(0xe0),
  TOKEN_NOT_RECOGNIZED(0xe1),
  USER_ALREADY_LOGGED_IN(0x100),
  USER_NOT_LOGGED_IN(0x101),
  USER_PIN_NOT_INITIALIZED(0x102),
  CRYPTOKI_NOT_INITIALIZED(0x190),
  CRYPTOKI_ALREADY_INITIALIZED(0x191);

  /** Nothing more can be had from this session; a fresh one may do. */
  static final Set<Ckr> SESSION_LOST =
      EnumSet.of(
          HOST_MEMORY,
          SLOT_ID_INVALID,
          GENERAL_ERROR,
          FUNCTION_FAILED,
          DEVICE_ERROR,
          DEVICE_MEMORY,
          DEVICE_REMOVED,
          OPERATION_ACTIVE,
          OPERATION_NOT_INITIALIZED,
          SESSION_CLOSED,
          SESSION_HANDLE_INVALID,
          TOKEN_NOT_PRESENT,
          TOKEN_NOT_RECOGNIZED,
          USER_NOT_LOGGED_IN,
          CRYPTOKI_NOT_INITIALIZED);

  /** The token does not take this PIN; trying on would lock it. */
  static final Set<Ckr> PIN_REFUSED =
      EnumSet.of(
          PIN_INCORRECT,
          PIN_INVALID,
          PIN_LEN_RANGE,
          PIN_EXPIRED,
          PIN_LOCKED,
          USER_PIN_NOT_INITIALIZED);

  /** The ciphertext is not what this key made. */
  static final Set<Ckr> CIPHERTEXT_REFUSED =
      EnumSet.of(
          DATA_INVALID,
          DATA_LEN_RANGE,
          ENCRYPTED_DATA_INVALID,
          ENCRYPTED_DATA_LEN_RANGE,
          AEAD_DECRYPT_FAILED);

  /** What some tokens say of a bad ciphertext, and of their own trouble as well. */
  static final Set<Ckr> UNCLEAR = EnumSet.of(GENERAL_ERROR, FUNCTION_FAILED, DEVICE_ERROR);

  /** The object is gone, or its handle is of an earlier login. */
  static final Set<Ckr> HANDLE_STALE = EnumSet.of(KEY_HANDLE_INVALID, OBJECT_HANDLE_INVALID);

  private final long number;

  Ckr(long number) {
    this.number = number;
  }

  static @Nullable Ckr of(long number) {
    for (Ckr each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return null;
  }
}
