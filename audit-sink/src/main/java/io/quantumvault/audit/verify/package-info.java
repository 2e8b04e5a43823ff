/** A program of its own that recomputes everything and says what is wrong. */
@org.jspecify.annotations.NullMarked
package io.quantumvault.audit.verify;
