/** Tests. */
@NullMarked
package io.quantumvault.kit.kafka;

import org.jspecify.annotations.NullMarked;
