/** What an owner's signature over a stored text proves; whoever acts on one asks here. */
@NullMarked
package io.quantumvault.schemas.proof;

import org.jspecify.annotations.NullMarked;
