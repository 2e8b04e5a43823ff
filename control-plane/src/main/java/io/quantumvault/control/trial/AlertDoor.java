package io.quantumvault.control.trial;

import io.quantumvault.control.bot.Bot;
import java.util.UUID;

/** Where alerts are taken that are only to be decided. */
public interface AlertDoor {
  /** One that is not there. */
  AlertDoor NONE = (bot, contentType, body) -> new Answer.Unavailable();

  /** What the door says. */
  sealed interface Answer {
    /** It is on its way to be decided. */
    record Taken(UUID signalId) implements Answer {}

    /**
     * It is no alert that a webhook would take.
     *
     * @param status 4xx
     * @param problem {@code application/problem+json}, for the owner
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    record Refused(int status, byte[] problem) implements Answer {}

    /** It does not answer, or not as it should. */
    record Unavailable() implements Answer {}
  }

  /** Hands an alert of this bot in, as its sender wrote it. */
  Answer send(Bot bot, String contentType, byte[] body);
}
