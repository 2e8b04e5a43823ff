/** Addresses and unsigned transactions of the trading venue. */
@NullMarked
package io.quantumvault.control.venue;

import org.jspecify.annotations.NullMarked;
