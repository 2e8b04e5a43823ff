package io.quantumvault.audit.verify;

import java.util.List;

/**
 * What was found in one log.
 *
 * @param size leaves read
 * @param root recomputed from them
 * @param unsigned leaves after the newest checkpoint
 */
@SuppressWarnings("ArrayRecordComponent")
record Verdict(String log, long size, byte[] root, long unsigned, List<Problem> problems) {}
