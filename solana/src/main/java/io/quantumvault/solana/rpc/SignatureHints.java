package io.quantumvault.solana.rpc;

/**
 * Tells that something may have become of a signature, so that its status is asked for at once. A
 * hint proves nothing, and none may come.
 */
public interface SignatureHints {
  /** Never tells. */
  SignatureHints NONE =
      new SignatureHints() {
        @Override
        public void listen(Runnable hinted) {}

        @Override
        public void watch(String signature) {}

        @Override
        public void forget(String signature) {}
      };

  /** Who is told; replaces whoever was before. */
  void listen(Runnable hinted);

  /** From now on this signature (Base58) is waited for; does not block. */
  void watch(String signature);

  /** Its fate is known. */
  void forget(String signature);
}
