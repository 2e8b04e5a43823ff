package io.quantumvault.signer.account;

import io.quantumvault.signer.marks.DayOpening;
import io.quantumvault.signer.venue.VenueAccount;
import java.time.Instant;

/** A bot's account as it was read, with the fee balance of its wallet and the day's opening. */
public record Reading(
    VenueAccount account, long feeLamports, DayOpening opening, Instant observedAt) {}
