package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.kms.KeyName;

/** The kinds of objects that wrap or unwrap. */
enum KeyKind {
  RSA_PUBLIC(Ck.CKO_PUBLIC_KEY, Ck.CKK_RSA),
  RSA_PRIVATE(Ck.CKO_PRIVATE_KEY, Ck.CKK_RSA),
  AES(Ck.CKO_SECRET_KEY, Ck.CKK_AES);

  private final long objectClass;
  private final long keyType;

  KeyKind(long objectClass, long keyType) {
    this.objectClass = objectClass;
    this.keyType = keyType;
  }

  static KeyKind wrapping(KeyName name) {
    return name == KeyName.CONTROL ? AES : RSA_PUBLIC;
  }

  static KeyKind unwrapping(KeyName name) {
    return name == KeyName.CONTROL ? AES : RSA_PRIVATE;
  }

  /** Starts a template: class and type. */
  Template template() {
    return Template.of(objectClass, keyType);
  }

  /**
   * What finds the objects of this kind that last and that nobody without the PIN can have put
   * there. Others, whatever their label, are neither used nor in the way.
   */
  Template onToken() {
    return template().yes(Ck.CKA_TOKEN, Ck.CKA_PRIVATE);
  }

  long objectClass() {
    return objectClass;
  }
}
