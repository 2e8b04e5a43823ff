package io.quantumvault.signer.claim;

import io.quantumvault.schemas.ids.Base58;

/**
 * The one transaction of an intent.
 *
 * @param wire signature and message as they travel
 * @param signature 64 bytes
 * @param lastValidBlockHeight above it the transaction cannot land
 * @param signatureText as the chain's tools write the signature; every event of the trade has it
 */
@SuppressWarnings("ArrayRecordComponent")
public record SignedTransaction(
    byte[] wire, byte[] signature, long lastValidBlockHeight, String signatureText) {
  /** With the text of the signature. */
  public SignedTransaction(byte[] wire, byte[] signature, long lastValidBlockHeight) {
    this(wire, signature, lastValidBlockHeight, Base58.encode(signature));
  }
}
