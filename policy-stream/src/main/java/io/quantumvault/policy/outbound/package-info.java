/** What the stage writes: signed intents and rejections, each with all that was looked at. */
@NullMarked
package io.quantumvault.policy.outbound;

import org.jspecify.annotations.NullMarked;
