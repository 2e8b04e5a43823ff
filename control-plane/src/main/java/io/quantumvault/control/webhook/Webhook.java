package io.quantumvault.control.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A TradingView webhook of a bot.
 *
 * @param tokenSha256 of the URL token, which only the sender knows
 * @param sourceNetworks allowed senders in CIDR notation; empty means the service's default
 */
@SuppressWarnings("ArrayRecordComponent")
public record Webhook(
    UUID id,
    UUID botId,
    String owner,
    String agentWallet,
    byte[] tokenSha256,
    List<String> sourceNetworks,
    Instant createdAt) {}
