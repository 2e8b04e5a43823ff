package io.quantumvault.keys.rotate;

import io.quantumvault.keys.record.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * What is sealed for one agent wallet.
 *
 * @param agent the wallet's public key
 * @param entropy record type 3, null where the wallet has no words
 * @param seed record type 4, null where the wallet's key is kept elsewhere
 */
@SuppressWarnings("ArrayRecordComponent") // a row on its way to or from the database
public record WalletRecords(Bytes32 agent, byte @Nullable [] entropy, byte @Nullable [] seed) {}
