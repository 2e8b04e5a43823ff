/** Whether an intent may be signed: grant, stops, and every limit on the actual account. */
@NullMarked
package io.quantumvault.signer.limits;

import org.jspecify.annotations.NullMarked;
