/** The key management whose keys never leave a PKCS#11 token, and ed25519 keys held there. */
@NullMarked
package io.quantumvault.keys.kms.pkcs11;

import org.jspecify.annotations.NullMarked;
