package io.quantumvault.control.bot;

import java.time.Instant;
import java.util.UUID;

/**
 * A bot: one agent wallet, one venue account of its own.
 *
 * @param tradingAccount the venue account, derived from authority and sub-account
 * @param tradingAuthority who owns that account: the owner wallet; the agent is only its delegate
 */
public record Bot(
    UUID id,
    String owner,
    String agentWallet,
    String name,
    String venue,
    String tradingAccount,
    String tradingAuthority,
    int subAccount,
    long highestEndedGrantSequence,
    Instant createdAt) {}
