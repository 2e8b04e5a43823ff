package io.quantumvault.signer.lane;

import java.time.Duration;

/**
 * How trades are made.
 *
 * @param maxOracleAge an oracle published longer ago is stale
 * @param retryEvery how long to wait before asking a silent chain, ledger or KMS again
 * @param effectWithin how long to try to read what a landed trade did
 * @param stopsAskedEvery how old the answer may be that sending is still allowed
 * @param fateWithin from a signature to its fate, or to an unknown outcome
 * @param unknownAskedEvery how long to wait at first before an unknown outcome is asked for again
 */
public record TradeSettings(
    Duration maxOracleAge,
    Duration retryEvery,
    Duration effectWithin,
    Duration stopsAskedEvery,
    Duration unknownAskedEvery,
    Duration fateWithin) {}
