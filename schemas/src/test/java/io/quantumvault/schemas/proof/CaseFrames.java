package io.quantumvault.schemas.proof;

import io.quantumvault.schemas.text.Frame;
import java.time.Instant;
import java.util.UUID;

/** Frames of signed texts, and how each part of one can differ. */
final class CaseFrames {
  private CaseFrames() {}

  static Frame of(UUID challenge, Instant issued, CaseOwner owner) {
    return new Frame(
        "localhost:8080",
        "http://localhost:8080",
        "localnet",
        owner.address(),
        challenge,
        "ab".repeat(32),
        issued,
        issued.plusSeconds(300));
  }

  static Frame at(Frame f, String domain) {
    return with(f, domain, "https://" + domain, f.cluster(), f.ownerAddress(), f.nonceHex());
  }

  static Frame withUri(Frame f, String uri) {
    return with(f, f.domain(), uri, f.cluster(), f.ownerAddress(), f.nonceHex());
  }

  static Frame withNonce(Frame f, String nonce) {
    return with(f, f.domain(), f.uri(), f.cluster(), f.ownerAddress(), nonce);
  }

  static Frame withOwner(Frame f, String owner) {
    return with(f, f.domain(), f.uri(), f.cluster(), owner, f.nonceHex());
  }

  private static Frame with(
      Frame f, String domain, String uri, String cluster, String owner, String nonce) {
    return new Frame(
        domain, uri, cluster, owner, f.challengeId(), nonce, f.issuedAt(), f.expiresAt());
  }
}
