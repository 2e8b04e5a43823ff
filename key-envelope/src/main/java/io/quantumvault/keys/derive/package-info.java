/** From BIP-39 entropy to the ed25519 seed that wallets derive. */
@NullMarked
package io.quantumvault.keys.derive;

import org.jspecify.annotations.NullMarked;
