package io.quantumvault.control.exchange;

/** Tells owners from strangers, whose junk must not flood the trail. */
public interface KnownOwners {
  boolean isKnown(String wallet);
}
