package io.quantumvault.signer.account;

import io.quantumvault.signer.venue.BotAccount;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A bot whose account is observed; the grant is null when none lives. */
public record WatchedBot(
    UUID botId,
    String agentWallet,
    String owner,
    String venue,
    BotAccount account,
    @Nullable UUID grantId) {}
