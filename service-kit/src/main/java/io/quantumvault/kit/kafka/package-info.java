/** How every client reaches the brokers. */
@NullMarked
package io.quantumvault.kit.kafka;

import org.jspecify.annotations.NullMarked;
