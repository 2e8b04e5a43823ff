/** The texts an owner's wallet signs. */
@NullMarked
package io.quantumvault.schemas.text;

import org.jspecify.annotations.NullMarked;
