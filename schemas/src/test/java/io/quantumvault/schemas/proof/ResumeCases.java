package io.quantumvault.schemas.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.schemas.proof.ResumeProof.Reason;
import io.quantumvault.schemas.text.AuthorisationText;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Frame;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Ends of stops that are proven and ends that are not, each for one reason: every service that
 * honours a stop must say the same of each.
 */
public final class ResumeCases {
  /** Where the owners of these cases may have signed. */
  public static final Set<String> DOMAINS = GrantCases.DOMAINS;

  private static final CaseOwner OWNER = new CaseOwner(1);
  private static final CaseOwner OTHER = new CaseOwner(2);
  private static final UUID STOP = UUID.fromString("0190a0b0-0000-7000-8000-0000000000cc");
  private static final UUID OTHER_ID = UUID.fromString("0190a0b0-0000-7000-8000-0000000000dd");
  private static final String CLUSTER = "localnet";

  private ResumeCases() {}

  /**
   * One question and its answer.
   *
   * @param owner whose signature is asked for
   * @param unproven null where the stop has ended
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record ResumeCase(
      String name,
      UUID stopId,
      byte[] text,
      byte[] signature,
      String cluster,
      String owner,
      @Nullable Reason unproven) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** All of them. */
  public static List<ResumeCase> all() {
    byte[] text = text(f -> f);
    byte[] signature = OWNER.sign(text);
    return List.of(
        held("the owner's own", null, text),
        held("signed at another configured domain", null, text(f -> at(f, "vault.example"))),
        new ResumeCase(
            "another stop", OTHER_ID, text, signature, CLUSTER, OWNER.address(), Reason.TEXT),
        new ResumeCase(
            "another cluster", STOP, text, signature, "mainnet", OWNER.address(), Reason.TEXT),
        held("signed at a domain that is not ours", Reason.TEXT, text(f -> at(f, "evil.example"))),
        held(
            "an origin that only begins like ours",
            Reason.TEXT,
            text(f -> CaseFrames.withUri(f, "http://localhost:8080.evil.example"))),
        held(
            "a nonce of another form",
            Reason.TEXT,
            text(f -> CaseFrames.withNonce(f, "ab".repeat(31)))),
        held("a text that does more besides", Reason.TEXT, besides(text)),
        held("a text of another purpose", Reason.TEXT, of(new Binding.Revoke(STOP), f -> f)),
        held("bytes that are no text", Reason.TEXT, new byte[] {(byte) 0xC3, 0x28}),
        held("a request id that is none", Reason.TEXT, otherRequest(text)),
        held("no text", Reason.TEXT, new byte[0]),
        new ResumeCase(
            "another owner is asked for",
            STOP,
            text,
            signature,
            CLUSTER,
            OTHER.address(),
            Reason.TEXT),
        somebodyElses(),
        new ResumeCase(
            "somebody else's signature",
            STOP,
            text,
            OTHER.sign(text),
            CLUSTER,
            OWNER.address(),
            Reason.OWNER_SIGNATURE),
        new ResumeCase(
            "no signature",
            STOP,
            text,
            new byte[64],
            CLUSTER,
            OWNER.address(),
            Reason.OWNER_SIGNATURE));
  }

  private static ResumeCase held(String name, @Nullable Reason unproven, byte[] text) {
    return new ResumeCase(name, STOP, text, OWNER.sign(text), CLUSTER, OWNER.address(), unproven);
  }

  /** What someone who can write records would put there: all of it right, for their own key. */
  private static ResumeCase somebodyElses() {
    byte[] text = text(f -> CaseFrames.withOwner(f, OTHER.address()));
    return new ResumeCase(
        "somebody else's text and signature",
        STOP,
        text,
        OTHER.sign(text),
        CLUSTER,
        OWNER.address(),
        Reason.TEXT);
  }

  private static Frame at(Frame frame, String domain) {
    return CaseFrames.at(frame, domain);
  }

  private static byte[] text(UnaryOperator<Frame> change) {
    return of(new Binding.Resume(STOP), change);
  }

  private static byte[] of(Binding binding, UnaryOperator<Frame> change) {
    var frame = CaseFrames.of(OTHER_ID, Instant.parse("2026-11-20T10:00:00.123Z"), OWNER);
    return AuthorisationText.of(binding, change.apply(frame)).render().getBytes(UTF_8);
  }

  private static byte[] besides(byte[] text) {
    return (new String(text, UTF_8) + "\n- urn:quantumvault:stop:" + OTHER_ID).getBytes(UTF_8);
  }

  private static byte[] otherRequest(byte[] text) {
    return new String(text, UTF_8)
        .replace("Request ID: " + OTHER_ID, "Request ID: any")
        .getBytes(UTF_8);
  }
}
