/** What the node writes: its journal. */
@NullMarked
package io.quantumvault.paper.outbound;

import org.jspecify.annotations.NullMarked;
