/** Runs the topology: connection, exactly-once settings, life cycle, health. */
@NullMarked
package io.quantumvault.policy.stream;

import org.jspecify.annotations.NullMarked;
