package io.quantumvault.signer.lane;

import io.quantumvault.signer.message.TradeMessage.Budget;
import java.time.Duration;

/**
 * How trades are made.
 *
 * @param budget compute units asked for and bid for, before the policy's bound
 * @param maxOracleAgeSlots an oracle posted longer ago is stale
 * @param retryEvery how long to wait before asking a silent chain, ledger or KMS again
 * @param effectWithin how long to try to read what a landed trade did
 */
public record TradeSettings(
    Budget budget, long maxOracleAgeSlots, Duration retryEvery, Duration effectWithin) {}
