/** Records of the audited topics, as they come from Kafka. */
@org.jspecify.annotations.NullMarked
package io.quantumvault.audit.inbound;
