/** Identifiers, addresses and hashes as they cross module boundaries. */
@NullMarked
package io.quantumvault.schemas.ids;

import org.jspecify.annotations.NullMarked;
