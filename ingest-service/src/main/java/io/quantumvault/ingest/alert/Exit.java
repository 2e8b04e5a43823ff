package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What asks to get out: it is refused for less, and its refusal is heard of first. */
public final class Exit {
  private static final Pattern IN_TEXT =
      Pattern.compile(
          "\\b(?:action|side)\\b\\W{0,8}(?:close|exit|flat)|\\breduce_?only\\b\\W{0,8}true\\b",
          Pattern.CASE_INSENSITIVE);

  private Exit() {}

  static boolean asked(
      @Nullable Action action, boolean reduceOnly, @Nullable BigDecimal positionAfter) {
    return action == Action.CLOSE
        || reduceOnly
        || (positionAfter != null && positionAfter.signum() == 0);
  }

  /** A guess on a body that is no JSON: a comma too many must not make a lost exit a quiet one. */
  public static boolean guessed(String unreadable) {
    return IN_TEXT.matcher(unreadable).find();
  }
}
