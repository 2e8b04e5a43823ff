package io.quantumvault.ingest.route;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Whom fairness counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, for
 * whoever has one address of such a network has them all. An IPv4 address written as IPv6 ({@code
 * ::ffff:192.0.2.1}) is the IPv4 one.
 *
 * @param v6 which family
 * @param bits the address, or its first half
 */
public record ClientNetwork(boolean v6, long bits) {
  /** The network of a client at this address. */
  public static ClientNetwork of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.remaining() == Integer.BYTES
        ? new ClientNetwork(false, Integer.toUnsignedLong(bytes.getInt()))
        : new ClientNetwork(true, bytes.getLong());
  }
}
