package io.quantumvault.keys.vault;

import java.util.UUID;

/**
 * A policy as it lies beside its grant, not trusted until its MAC was found right.
 *
 * @param mac HMAC-SHA256 under the policy key, over bot, version and the exact bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a row on its way from the database, never compared
public record GrantedPolicy(UUID botId, long version, byte[] bytes, byte[] mac) {}
