/** Tests of the signer, with owners, a chain and a venue account made for them. */
@NullMarked
package io.quantumvault.signer;

import org.jspecify.annotations.NullMarked;
