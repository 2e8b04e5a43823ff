/** Random runs of whole signers against faults, each judged by the oracle of failures.md. */
@NullMarked
package io.quantumvault.signer.campaign;

import org.jspecify.annotations.NullMarked;
