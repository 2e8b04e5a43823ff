/** Where the venue Drift v2 keeps its accounts. */
@NullMarked
package io.quantumvault.solana.venue.drift;

import org.jspecify.annotations.NullMarked;
