package io.quantumvault.audit.checkpoint;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a checkpoint says, as C2SP tlog-checkpoint writes it: three lines, origin, tree size, root
 * in Base64, each ended by a newline.
 *
 * @param size leaves, 0 or more
 * @param root 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record CheckpointBody(String origin, long size, byte[] root) {
  private static final Pattern FORM =
      Pattern.compile("([^\\s+]+)\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n");

  /** The text that is signed. */
  public String text() {
    return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
  }

  /**
   * Reads what {@link #text()} writes, and nothing else: extension lines are refused.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static CheckpointBody parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("Not a checkpoint body");
    }
    CheckpointBody body =
        new CheckpointBody(
            form.group(1),
            Long.parseLong(form.group(2)),
            Base64.getDecoder().decode(form.group(3)));
    if (!body.text().equals(text)) {
      throw new IllegalArgumentException("Not a checkpoint body");
    }
    return body;
  }
}
