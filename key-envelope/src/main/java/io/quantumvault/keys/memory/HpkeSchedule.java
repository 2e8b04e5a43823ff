package io.quantumvault.keys.memory;

/**
 * Key and nonce of one HPKE message in base mode (RFC 9180, 4.1 and 5.1), with HKDF-SHA256, as
 * places in the scratch memory of one run: what is agreed on goes in at {@link #dh}, what is
 * derived from it is there after the run.
 *
 * <p>The nonce is the context's base nonce: the first message uses it as it is, and a context here
 * has one message.
 */
final class HpkeSchedule {
  private static final int KEY_BYTES = 32;

  private final SecretCalls calls;
  private final HpkeContext context;
  private final long extracted;
  private final long dh;
  private final long expanded;
  private final long encapsulated;
  private final long recipient;
  private final long shared;
  private final long key;
  private final long nonce;

  HpkeSchedule(SecretCalls calls, HpkeContext context) {
    this.calls = calls;
    this.context = context;
    byte[] extract = HpkeContext.KEM_EXTRACT_PREFIX;
    this.extracted = calls.reserve(extract.length + KEY_BYTES);
    calls.put(extract, 0, extract.length, extracted);
    this.dh = extracted + extract.length;
    byte[] expand = HpkeContext.KEM_EXPAND_PREFIX;
    this.expanded = calls.reserve(expand.length + 2 * KEY_BYTES);
    calls.put(expand, 0, expand.length, expanded);
    this.encapsulated = expanded + expand.length;
    this.recipient = encapsulated + KEY_BYTES;
    this.shared = calls.reserve(KEY_BYTES);
    this.key = calls.reserve(KEY_BYTES);
    this.nonce = calls.reserve(AesGcm.IV_BYTES);
  }

  /** Prepares ExtractAndExpand and KeySchedule; both public halves and dh are there by then. */
  void prepare() {
    long prk = calls.reserve(KEY_BYTES);
    long secret = calls.reserve(KEY_BYTES);
    byte[] noPsk = context.noPsk();
    calls
        .call(
            SodiumFunctions.HKDF_EXTRACT,
            prk,
            // No salt; the library wants an address all the same.
            extracted,
            0,
            extracted,
            HpkeContext.KEM_EXTRACT_PREFIX.length + KEY_BYTES)
        .call(
            SodiumFunctions.HKDF_EXPAND,
            shared,
            KEY_BYTES,
            expanded,
            HpkeContext.KEM_EXPAND_PREFIX.length + 2 * KEY_BYTES,
            prk)
        .call(
            SodiumFunctions.HKDF_EXTRACT,
            secret,
            shared,
            KEY_BYTES,
            calls.reserveCopyOf(noPsk),
            noPsk.length);
    expand(key, KEY_BYTES, context.keyInfo(), secret);
    expand(nonce, AesGcm.IV_BYTES, context.nonceInfo(), secret);
  }

  private void expand(long into, int size, byte[] info, long secret) {
    calls.call(
        SodiumFunctions.HKDF_EXPAND, into, size, calls.reserveCopyOf(info), info.length, secret);
  }

  /** Where what X25519 agrees on goes. */
  long dh() {
    return dh;
  }

  /** Where the sender's public half goes, 32 bytes. */
  long encapsulated() {
    return encapsulated;
  }

  /** Where the recipient's public half goes, 32 bytes. */
  long recipient() {
    return recipient;
  }

  /** The KEM's shared secret. */
  long shared() {
    return shared;
  }

  long key() {
    return key;
  }

  long nonce() {
    return nonce;
  }

  /** Whether the other side's public half was of small order, which makes all this known. */
  boolean isKnownToAll() {
    return calls.isZero(dh, KEY_BYTES);
  }
}
