/** The key management whose keys never leave a PKCS#11 token. */
@NullMarked
package io.quantumvault.keys.kms.pkcs11;

import org.jspecify.annotations.NullMarked;
