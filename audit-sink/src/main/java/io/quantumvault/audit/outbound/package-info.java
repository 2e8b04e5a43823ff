/** PostgreSQL rows, the files outside it, and the checkpoint topic. */
@org.jspecify.annotations.NullMarked
package io.quantumvault.audit.outbound;
