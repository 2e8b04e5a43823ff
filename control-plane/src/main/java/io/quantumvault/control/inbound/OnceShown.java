package io.quantumvault.control.inbound;

import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Outcome.Done;
import io.quantumvault.control.outcome.Outcome.Refused;
import io.quantumvault.control.webhook.NewSecret;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer that shows once what nobody can show again, and that nobody on the way may keep.
 *
 * <p>A signing secret is put into it as bytes, past the JSON writer and its buffers, and the whole
 * is wiped as soon as it is handed to the server. The server's own output buffer cannot be reached
 * from here: there it stands until another answer overwrites it (docs/threat-model.md).
 */
final class OnceShown {
  private static final byte[] MEMBER = ascii(",\"signingSecret\":\"");
  private static final byte[] END = ascii("\"}");

  private OnceShown() {}

  /**
   * The body: the view, and the secret as the member {@code signingSecret}.
   *
   * @param view a record with at least one member, none of them secret
   */
  static byte[] body(JsonMapper json, Object view, @Nullable NewSecret secret) {
    byte[] members = json.writeValueAsBytes(view);
    if (secret == null) {
      return members;
    }
    byte[] text = secret.text();
    try {
      // In the place of the view's closing brace.
      int before = members.length - 1;
      return ByteBuffer.allocate(before + MEMBER.length + text.length + END.length)
          .put(members, 0, before)
          .put(MEMBER)
          .put(text)
          .put(END)
          .array();
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** Sends the body with status 201 and wipes it, or answers the refusal. */
  static @Nullable ResponseEntity<Object> answer(
      Outcome<byte[]> outcome, HttpServletResponse response) throws IOException {
    return switch (outcome) {
      case Done<byte[]>(byte[] body) -> {
        send(body, response);
        // Nothing is left to be written.
        yield null;
      }
      case Refused<byte[]>(var refusal, var details) -> Problems.entity(refusal, details);
    };
  }

  private static void send(byte[] body, HttpServletResponse response) throws IOException {
    try {
      response.setStatus(HttpStatus.CREATED.value());
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
