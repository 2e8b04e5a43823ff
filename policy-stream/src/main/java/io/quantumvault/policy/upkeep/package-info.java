/** What a bot needs done although no alert asks for it. */
@NullMarked
package io.quantumvault.policy.upkeep;

import org.jspecify.annotations.NullMarked;
