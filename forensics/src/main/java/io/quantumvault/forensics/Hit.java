package io.quantumvault.forensics;

/**
 * A form of a secret that was found.
 *
 * @param secret the name of the secret
 * @param form which form of it
 * @param region what the place is used for
 * @param address where it starts; in a file its offset, in registers the number of the thread
 */
public record Hit(String secret, String form, RegionKind region, long address) {
  @Override
  public String toString() {
    return "%s, %s, in %s at 0x%x".formatted(secret, form, region, address);
  }
}
