package io.quantumvault.signer.marks;

import org.jspecify.annotations.Nullable;

/**
 * A wallet's marks at one moment.
 *
 * @param standing null as long as no snapshot of the wallet was seen: nothing is signed for it
 */
public record Mark(@Nullable StandingMark standing, HotMark hot) {
  /** Of a wallet never heard of. */
  public static final Mark NONE = new Mark(null, HotMark.NONE);
}
