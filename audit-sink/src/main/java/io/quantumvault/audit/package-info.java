/** Every record of the audited topics becomes a leaf of a signed Merkle log. */
@org.jspecify.annotations.NullMarked
package io.quantumvault.audit;
