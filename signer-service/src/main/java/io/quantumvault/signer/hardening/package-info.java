/** What the process takes away from itself before it touches a key. */
@NullMarked
package io.quantumvault.signer.hardening;

import org.jspecify.annotations.NullMarked;
