/** What the signer reads: intents, execution state, platform state, health requests. */
@NullMarked
package io.quantumvault.signer.inbound;

import org.jspecify.annotations.NullMarked;
