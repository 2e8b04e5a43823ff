package io.quantumvault.control.exchange;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Keeps challenges while their exchange lasts, and hashes of nonces. */
public interface ChallengeStore {
  /** Keeps a new challenge and its nonce's hash. */
  void open(Challenge challenge);

  Optional<Challenge> find(UUID id);

  /** How many exchanges of a client have neither ended nor expired. */
  int openOf(byte[] clientHash, Instant now);

  /**
   * Consumes the nonce by one conditional update, so that of two concurrent uses one wins. True for
   * the winner only; the signature is kept with the challenge.
   */
  boolean authorise(Challenge challenge, byte[] signature, Instant now);

  /** Consumes the nonce in the same way and erases the challenge: its exchange ends here. */
  boolean authoriseAndErase(Challenge challenge, Instant now);

  /** Erases an authorised challenge and gives it to the one caller that erased it. */
  Optional<Challenge> takeAuthorised(UUID id, Instant now);

  /** Erases what has expired. */
  void eraseExpired(Instant now);
}
