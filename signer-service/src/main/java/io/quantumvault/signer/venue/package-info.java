/** What the signer needs from a trading venue, without knowing which. */
@NullMarked
package io.quantumvault.signer.venue;

import org.jspecify.annotations.NullMarked;
