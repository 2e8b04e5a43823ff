/** The Drift v2 program: its instructions, accounts and addresses. */
@NullMarked
package io.quantumvault.signer.venue.drift;

import org.jspecify.annotations.NullMarked;
