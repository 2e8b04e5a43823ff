/** Signed statements about the size and root of a log. */
@org.jspecify.annotations.NullMarked
package io.quantumvault.audit.checkpoint;
