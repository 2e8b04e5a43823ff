package io.quantumvault.policy.topology;

import io.quantumvault.policy.book.CorruptState;
import io.quantumvault.policy.book.Remembered;
import java.util.UUID;

/** The keys of the wallets' store: a letter for what they hold, then whose it is. */
final class StoreKeys {
  private static final String ENTRY = "e/";
  private static final String SNAPSHOT = "s/";
  static final String BOOK = "b/";
  static final String REMEMBERED = "m/";

  private StoreKeys() {}

  static String entry(String wallet) {
    return ENTRY + wallet;
  }

  static String snapshot(String wallet) {
    return SNAPSHOT + wallet;
  }

  static String book(String wallet, UUID botId) {
    return BOOK + wallet + "/" + botId;
  }

  static String remembered(String wallet, UUID botId, Remembered.Kind kind, UUID id) {
    return REMEMBERED + wallet + "/" + botId + "/" + kind.letter() + id;
  }

  /** The first key behind all that begin so. */
  static String behind(String letter) {
    return letter.substring(0, letter.length() - 1) + (char) ('/' + 1);
  }

  /** Whose book a key is. */
  record BotKey(String wallet, UUID botId) {
    static BotKey of(String key) {
      var parts = key.split("/", -1);
      if (parts.length < 3) {
        throw new CorruptState("a key of an unknown form");
      }
      return new BotKey(parts[1], UUID.fromString(parts[2]));
    }
  }

  /** Which id a key remembers. */
  record IdKey(BotKey bot, Remembered.Kind kind, UUID id) {
    static IdKey of(String key) {
      var last = key.substring(key.lastIndexOf('/') + 1);
      return new IdKey(
          BotKey.of(key), Remembered.Kind.of(last.charAt(0)), UUID.fromString(last.substring(1)));
    }
  }
}
