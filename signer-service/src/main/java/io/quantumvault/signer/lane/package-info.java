/** Intents of one bot in order, bots side by side, each walked through every step. */
@NullMarked
package io.quantumvault.signer.lane;

import org.jspecify.annotations.NullMarked;
