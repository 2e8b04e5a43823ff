package io.quantumvault.keys.kms.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The C_ functions of a PKCS#11 library, found by their names and bound to their signatures. */
final class CryptokiFunctions {
  private static final ValueLayout.OfLong ULONG = JAVA_LONG;
  private static final AddressLayout POINTER = ADDRESS;
  private static final ValueLayout.OfLong KEY_MEMORY = JAVA_LONG;

  private final SymbolLookup library;
  final MethodHandle initialize;
  final MethodHandle getSlotList;
  final MethodHandle getTokenInfo;
  final MethodHandle openSession;
  final MethodHandle closeSession;
  final MethodHandle getSessionInfo;
  final MethodHandle login;
  final MethodHandle findObjectsInit;
  final MethodHandle findObjects;
  final MethodHandle findObjectsFinal;
  final MethodHandle getAttributeValue;
  final MethodHandle generateKey;
  final MethodHandle generateKeyPair;
  final MethodHandle createObject;
  final MethodHandle destroyObject;
  final MethodHandle encryptInit;
  final MethodHandle encrypt;
  final MethodHandle decryptInit;
  final MethodHandle decrypt;

  CryptokiFunctions(SymbolLookup library) {
    this.library = library;
    initialize = function("C_Initialize", POINTER);
    getSlotList = function("C_GetSlotList", JAVA_BYTE, POINTER, POINTER);
    getTokenInfo = function("C_GetTokenInfo", ULONG, POINTER);
    openSession = function("C_OpenSession", ULONG, ULONG, POINTER, POINTER, POINTER);
    closeSession = function("C_CloseSession", ULONG);
    getSessionInfo = function("C_GetSessionInfo", ULONG, POINTER);
    login = function("C_Login", ULONG, ULONG, KEY_MEMORY, ULONG);
    findObjectsInit = function("C_FindObjectsInit", ULONG, POINTER, ULONG);
    findObjects = function("C_FindObjects", ULONG, POINTER, ULONG, POINTER);
    findObjectsFinal = function("C_FindObjectsFinal", ULONG);
    getAttributeValue = function("C_GetAttributeValue", ULONG, ULONG, POINTER, ULONG);
    generateKey = function("C_GenerateKey", ULONG, POINTER, POINTER, ULONG, POINTER);
    generateKeyPair =
        function(
            "C_GenerateKeyPair", ULONG, POINTER, POINTER, ULONG, POINTER, ULONG, POINTER, POINTER);
    createObject = function("C_CreateObject", ULONG, POINTER, ULONG, POINTER);
    destroyObject = function("C_DestroyObject", ULONG, ULONG);
    encryptInit = function("C_EncryptInit", ULONG, POINTER, ULONG);
    encrypt = function("C_Encrypt", ULONG, KEY_MEMORY, ULONG, POINTER, POINTER);
    decryptInit = function("C_DecryptInit", ULONG, POINTER, ULONG);
    decrypt = function("C_Decrypt", ULONG, POINTER, ULONG, KEY_MEMORY, POINTER);
  }

  /** A function that returns a CK_RV. */
  MethodHandle function(String name, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(JAVA_LONG, parameters));
  }
}
