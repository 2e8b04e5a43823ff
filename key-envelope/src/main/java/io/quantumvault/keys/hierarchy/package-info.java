/** Which key opens which: from a slot secret down to the key of one agent wallet. */
@NullMarked
package io.quantumvault.keys.hierarchy;

import org.jspecify.annotations.NullMarked;
