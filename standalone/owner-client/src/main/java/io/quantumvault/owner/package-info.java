/**
 * A scripted owner: a throw-away wallet, the HTTP calls an owner makes, and the venue transactions
 * it signs itself.
 */
@NullMarked
package io.quantumvault.owner;

import org.jspecify.annotations.NullMarked;
