/** The inner wrapping that keeps a bare key away from a key management that answers over HTTP. */
@NullMarked
package io.quantumvault.keys.kms.local;

import org.jspecify.annotations.NullMarked;
