/** Decides recorded alerts again: as they were, or under another policy. */
@NullMarked
package io.quantumvault.policy.replay;

import org.jspecify.annotations.NullMarked;
