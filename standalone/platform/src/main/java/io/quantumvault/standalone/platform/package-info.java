/** A real Kafka broker, a real PostgreSQL and a real Debezium connector on one machine. */
@NullMarked
package io.quantumvault.standalone.platform;

import org.jspecify.annotations.NullMarked;
