package io.quantumvault.standalone.replay;

import io.quantumvault.policy.replay.Window;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What stands after {@code qv policy replay}.
 *
 * @param window when the alerts were received
 * @param draft the policy to decide under; null for the one that held
 * @param rest words that are not this command's own: which system
 */
record ReplayRequest(UUID bot, Window window, @Nullable Draft draft, List<String> rest) {
  private static final Set<String> OPTIONS = Set.of("--bot", "--from", "--to", "--policy");

  /** A policy that is only tried, and the name of its file. */
  record Draft(String name, PolicyDocument policy) {}

  /**
   * Reads them.
   *
   * @throws StartRefused naming the first thing it does not understand
   */
  static ReplayRequest parse(List<String> words) {
    Map<String, String> given = new HashMap<>();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!OPTIONS.contains(word)) {
        rest.add(word);
      } else if (i + 1 == words.size() || words.get(i + 1).startsWith("--")) {
        throw new StartRefused(word + " needs a value after it.");
      } else {
        given.put(word, words.get(++i));
      }
    }
    UUID bot = bot(given.get("--bot"));
    return new ReplayRequest(bot, window(given), draft(given.get("--policy"), bot), rest);
  }

  private static UUID bot(@Nullable String text) {
    if (text == null) {
      throw new StartRefused("qv policy replay needs --bot and a bot's id.");
    }
    try {
      UUID bot = UUID.fromString(text);
      if (bot.toString().equals(text)) {
        return bot;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new StartRefused(text + " is no bot's id, such as 0190f3a0-0000-7000-8000-000000000001.");
  }

  private static Window window(Map<String, String> given) {
    Instant from = time(given.get("--from"), "--from", Instant.MIN);
    Instant to = time(given.get("--to"), "--to", Instant.MAX);
    if (!from.isBefore(to)) {
      throw new StartRefused("--from " + from + " is not before --to " + to + ".");
    }
    return new Window(from, to);
  }

  private static Instant time(@Nullable String text, String option, Instant otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      Instant time =
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      if (time.isBefore(Instant.EPOCH)) {
        throw new DateTimeException("before there were alerts");
      }
      return time;
    } catch (DateTimeException e) {
      throw new StartRefused(
          option
              + " takes a time such as 2026-03-31T22:00:00Z or a day such as 2026-03-31 (UTC), not "
              + text
              + ".",
          e);
    }
  }

  private static @Nullable Draft draft(@Nullable String text, UUID bot) {
    if (text == null) {
      return null;
    }
    try {
      Path file = Path.of(text);
      PolicyDocument policy = PolicyDocument.parse(Files.readAllBytes(file));
      if (!policy.botId().equals(bot)) {
        throw new StartRefused(
            text + " is a policy of bot " + policy.botId() + ", not of " + bot + ".");
      }
      return new Draft(file.getFileName().toString(), policy);
    } catch (PolicyFormatException e) {
      throw new StartRefused(text + " is no policy: " + String.join("; ", e.problems()) + ".", e);
    } catch (IOException | InvalidPathException e) {
      throw new StartRefused("The policy file " + text + " cannot be read.", e);
    }
  }
}
