/** Takes alerts from webhooks and prices from the chain, and writes both to Kafka. */
@NullMarked
package io.quantumvault.ingest;

import org.jspecify.annotations.NullMarked;
