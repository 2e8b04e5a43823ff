/** Owners sign in, hold agent wallets, set policies, grant, revoke and stop. */
@NullMarked
package io.quantumvault.control;

import org.jspecify.annotations.NullMarked;
