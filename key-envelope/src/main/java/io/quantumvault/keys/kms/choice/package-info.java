/** The choice of a key management by configuration. */
@NullMarked
package io.quantumvault.keys.kms.choice;

import org.jspecify.annotations.NullMarked;
