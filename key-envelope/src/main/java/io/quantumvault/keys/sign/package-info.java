/** Ed25519: signing with seeds in key memory, and strict verification. */
@NullMarked
package io.quantumvault.keys.sign;

import org.jspecify.annotations.NullMarked;
