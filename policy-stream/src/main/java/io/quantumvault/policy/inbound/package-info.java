/** What the stage reads, turned into its own words; whatever is doubtful is refused here. */
@NullMarked
package io.quantumvault.policy.inbound;

import org.jspecify.annotations.NullMarked;
