/** The canonical bytes of one record, from which its leaf hash is made. */
@org.jspecify.annotations.NullMarked
package io.quantumvault.audit.leaf;
