package io.quantumvault.standalone.reconcile;

import io.quantumvault.schemas.v1.TradeIntentPayload;

/**
 * An intent as intents-v1 has it.
 *
 * @param payload as the stage signed it
 */
record SourcedIntent(int partition, long offset, TradeIntentPayload payload) {}
