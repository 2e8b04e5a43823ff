/** The one place that opens keys; it logs nothing. */
@NullMarked
package io.quantumvault.signer.signing;

import org.jspecify.annotations.NullMarked;
