package io.quantumvault.signer.venue.drift;

import java.util.Arrays;
import java.util.HexFormat;

/** The first eight bytes of instructions and accounts. */
enum Discriminator {
  PLACE_PERP_ORDER("45a15dca787e4cb9"),
  PLACE_AND_TAKE_PERP_ORDER("d53301bb6cdce6e0"),
  CANCEL_ORDERS_BY_IDS("861390a55ef0d25e"),
  USER("9f755fe3ef973aec"),
  PERP_MARKET("0adf0c2c6bf537f7"),
  SPOT_MARKET("64b1086ba8414127"),
  PYTH_LAZER_ORACLE("9f07a1f922517985");

  static final int LENGTH = 8;

  @SuppressWarnings("ImmutableEnumChecker") // Never handed out but as a copy.
  private final byte[] bytes;

  Discriminator(String hex) {
    bytes = HexFormat.of().parseHex(hex);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  boolean starts(byte[] data) {
    return data.length >= LENGTH && Arrays.equals(data, 0, LENGTH, bytes, 0, LENGTH);
  }
}
