/**
 * A plain second implementation of ed25519 verification, and signatures made with it that only a
 * lenient verifier takes; other modules test their own doors with them.
 */
@NullMarked
package io.quantumvault.keys.nonstrict;

import org.jspecify.annotations.NullMarked;
