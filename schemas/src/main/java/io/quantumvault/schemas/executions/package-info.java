/** What events of {@code executions-v1} have in common, whichever kind they are of. */
@NullMarked
package io.quantumvault.schemas.executions;

import org.jspecify.annotations.NullMarked;
