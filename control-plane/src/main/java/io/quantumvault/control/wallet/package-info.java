/** Agent wallets: made once, sealed, counted. */
@NullMarked
package io.quantumvault.control.wallet;

import org.jspecify.annotations.NullMarked;
