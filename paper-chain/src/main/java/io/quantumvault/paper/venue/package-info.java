/** The Drift v2 perp venue: account bytes, instructions, orders, fills and prices. */
@NullMarked
package io.quantumvault.paper.venue;

import org.jspecify.annotations.NullMarked;
