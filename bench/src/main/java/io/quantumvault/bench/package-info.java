/** Measurements: a trade's keys beside their references, and the way from a commit to Kafka. */
@NullMarked
package io.quantumvault.bench;

import org.jspecify.annotations.NullMarked;
