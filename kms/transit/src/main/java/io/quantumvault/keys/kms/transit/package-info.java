/** The key management of HashiCorp Vault and OpenBao, their Transit engine. */
@NullMarked
package io.quantumvault.keys.kms.transit;

import org.jspecify.annotations.NullMarked;
