/** The RFC 6962 tree: hashes, compact ranges, inclusion and consistency proofs. */
@org.jspecify.annotations.NullMarked
package io.quantumvault.audit.merkle;
