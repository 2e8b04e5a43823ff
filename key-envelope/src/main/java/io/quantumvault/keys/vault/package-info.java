/**
 * The way of a key: a slot secret opens the master key, the master key the keys of each agent
 * wallet, and a grant gives the signer one wallet's execution key and no more.
 */
@NullMarked
package io.quantumvault.keys.vault;

import org.jspecify.annotations.NullMarked;
