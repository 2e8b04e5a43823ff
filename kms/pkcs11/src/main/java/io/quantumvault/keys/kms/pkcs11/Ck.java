package io.quantumvault.keys.kms.pkcs11;

/** The numbers of PKCS #11 (Cryptoki, OASIS, versions 2.40 and 3.0) that are used here. */
final class Ck {
  static final long CKO_PUBLIC_KEY = 2;
  static final long CKO_PRIVATE_KEY = 3;
  static final long CKO_SECRET_KEY = 4;

  static final long CKK_RSA = 0;
  static final long CKK_AES = 0x1f;

  static final long CKA_CLASS = 0;
  static final long CKA_TOKEN = 1;
  static final long CKA_PRIVATE = 2;
  static final long CKA_LABEL = 3;
  static final long CKA_VALUE = 0x11;
  static final long CKA_KEY_TYPE = 0x100;
  static final long CKA_ID = 0x102;
  static final long CKA_SENSITIVE = 0x103;
  static final long CKA_ENCRYPT = 0x104;
  static final long CKA_DECRYPT = 0x105;
  static final long CKA_WRAP = 0x106;
  static final long CKA_UNWRAP = 0x107;
  static final long CKA_SIGN = 0x108;
  static final long CKA_VERIFY = 0x10a;
  static final long CKA_DERIVE = 0x10c;
  static final long CKA_MODULUS = 0x120;
  static final long CKA_MODULUS_BITS = 0x121;
  static final long CKA_PUBLIC_EXPONENT = 0x122;
  static final long CKA_VALUE_LEN = 0x161;
  static final long CKA_EXTRACTABLE = 0x162;
  static final long CKA_LOCAL = 0x163;
  static final long CKA_NEVER_EXTRACTABLE = 0x164;
  static final long CKA_ALWAYS_SENSITIVE = 0x165;
  static final long CKA_MODIFIABLE = 0x170;

  static final long CKM_RSA_PKCS_KEY_PAIR_GEN = 0;
  static final long CKM_RSA_PKCS_OAEP = 9;
  static final long CKM_SHA_1 = 0x220;
  static final long CKG_MGF1_SHA1 = 1;
  static final long CKZ_DATA_SPECIFIED = 1;
  static final long CKM_AES_KEY_GEN = 0x1080;
  static final long CKM_AES_GCM = 0x1087;

  static final long CKF_RW_SESSION = 2;
  static final long CKF_SERIAL_SESSION = 4;
  static final long CKF_OS_LOCKING_OK = 2;
  static final long CKU_USER = 1;

  static final long CKF_USER_PIN_FINAL_TRY = 0x20000;
  static final long CKF_USER_PIN_LOCKED = 0x40000;

  private Ck() {}
}
