/** Random runs of the whole system with real processes, and the oracle that judges them. */
@NullMarked
package io.quantumvault.acceptance.campaign;

import org.jspecify.annotations.NullMarked;
