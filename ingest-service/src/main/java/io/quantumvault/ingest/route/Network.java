package io.quantumvault.ingest.route;

import java.net.InetAddress;
import java.util.Arrays;

/** A network in CIDR notation; an address alone is a network of one. */
public final class Network {
  private final byte[] address;
  private final int prefix;

  private Network(byte[] address, int prefix) {
    this.address = address;
    this.prefix = prefix;
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code 192.0.2.1} or {@code 2001:db8::/32}; never asks a name server.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int bits = address.length * 8;
    int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("a prefix of " + prefix + " bits in " + text);
    }
    return new Network(address, prefix);
  }

  /** Whether the address lies in this network. */
  public boolean contains(InetAddress candidate) {
    byte[] other = candidate.getAddress();
    if (other.length != address.length) {
      return false;
    }
    int whole = prefix / 8;
    if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = prefix % 8;
    return rest == 0 || ((address[whole] ^ other[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
  }
}
