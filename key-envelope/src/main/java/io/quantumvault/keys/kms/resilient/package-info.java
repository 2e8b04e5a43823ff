/** Bounds how long a key management may take and how often it is asked again. */
@NullMarked
package io.quantumvault.keys.kms.resilient;

import org.jspecify.annotations.NullMarked;
