/** Readings of venue accounts, and the day's opening equity. */
@NullMarked
package io.quantumvault.signer.account;

import org.jspecify.annotations.NullMarked;
