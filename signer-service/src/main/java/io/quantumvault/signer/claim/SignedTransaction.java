package io.quantumvault.signer.claim;

import io.quantumvault.schemas.ids.Base58;

/**
 * The one transaction of an intent.
 *
 * @param wire signature and message as they travel
 * @param signature 64 bytes
 * @param lastValidBlockHeight above it the transaction cannot land
 */
@SuppressWarnings("ArrayRecordComponent")
public record SignedTransaction(byte[] wire, byte[] signature, long lastValidBlockHeight) {
  /** The signature as the chain's tools write it. */
  public String signatureText() {
    return Base58.encode(signature);
  }
}
