package io.quantumvault.schemas.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.schemas.policy.Policies;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import io.quantumvault.schemas.proof.GrantProof.Reason;
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
 * Grants that are proven and grants that are not, each for one reason: every service that acts on a
 * grant must say the same of each.
 */
public final class GrantCases {
  /** Where the owners of these cases may have signed. */
  public static final Set<String> DOMAINS = Set.of("vault.example", "localhost:8080");

  private static final CaseOwner OWNER = new CaseOwner(1);
  private static final CaseOwner OTHER = new CaseOwner(2);
  private static final UUID GRANT = UUID.fromString("0190a0b0-0000-7000-8000-0000000000aa");
  private static final UUID OTHER_ID = UUID.fromString("0190a0b0-0000-7000-8000-0000000000bb");
  private static final Instant ISSUED = Instant.parse("2026-11-20T10:00:00.123Z");
  private static final Instant EXPIRES = ISSUED.plusSeconds(3600);
  private static final PolicyDocument POLICY = Policies.example();
  private static final PolicyDocument WIDER = wider();
  private static final GrantedBot BOT =
      new GrantedBot(
          POLICY.botId(),
          POLICY.agentWallet(),
          POLICY.cluster(),
          POLICY.venue(),
          POLICY.tradingAccount());

  private GrantCases() {}

  /**
   * One question and its answer.
   *
   * @param owner whose signature is asked for
   * @param unproven null where the grant is proven
   */
  public record GrantCase(
      String name, SignedGrant grant, GrantedBot bot, String owner, @Nullable Reason unproven) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** All of them. */
  public static List<GrantCase> all() {
    String owner = OWNER.address();
    byte[] policy = POLICY.bytes();
    byte[] hash = POLICY.sha256();
    byte[] text = text(f -> f);
    byte[] signature = OWNER.sign(text);
    return List.of(
        held("the owner's own", null, text),
        held(
            "signed at another configured domain",
            null,
            text(f -> CaseFrames.at(f, "vault.example"))),
        grant("a policy that cannot be read", "{}".getBytes(UTF_8), hash, Reason.POLICY_UNREADABLE),
        grant("a policy spelt otherwise", spaced(policy), hash, Reason.POLICY_UNREADABLE),
        grant("a wider policy", WIDER.bytes(), hash, Reason.POLICY_HASH),
        grant("a hash of another length", policy, new byte[0], Reason.POLICY_HASH),
        grant("a wider policy with its hash", WIDER.bytes(), WIDER.sha256(), Reason.TEXT),
        new GrantCase(
            "another bot",
            signed(text, signature),
            new GrantedBot(
                OTHER_ID, BOT.agentWallet(), BOT.cluster(), BOT.venue(), BOT.tradingAccount()),
            owner,
            Reason.OTHER_BOT),
        new GrantCase(
            "another agent wallet",
            signed(text, signature),
            new GrantedBot(BOT.botId(), owner, BOT.cluster(), BOT.venue(), BOT.tradingAccount()),
            owner,
            Reason.OTHER_BOT),
        new GrantCase(
            "another cluster",
            signed(text, signature),
            new GrantedBot(
                BOT.botId(), BOT.agentWallet(), "mainnet", BOT.venue(), BOT.tradingAccount()),
            owner,
            Reason.OTHER_BOT),
        new GrantCase(
            "another venue",
            signed(text, signature),
            new GrantedBot(
                BOT.botId(), BOT.agentWallet(), BOT.cluster(), "phoenix", BOT.tradingAccount()),
            owner,
            Reason.OTHER_BOT),
        new GrantCase(
            "another trading account",
            signed(text, signature),
            new GrantedBot(BOT.botId(), BOT.agentWallet(), BOT.cluster(), BOT.venue(), owner),
            owner,
            Reason.OTHER_BOT),
        new GrantCase(
            "another version",
            new SignedGrant(GRANT, 4, policy, hash, EXPIRES, text, signature),
            BOT,
            owner,
            Reason.TEXT),
        new GrantCase(
            "another grant id",
            new SignedGrant(OTHER_ID, 3, policy, hash, EXPIRES, text, signature),
            BOT,
            owner,
            Reason.TEXT),
        new GrantCase(
            "a later end",
            new SignedGrant(GRANT, 3, policy, hash, EXPIRES.plusMillis(1), text, signature),
            BOT,
            owner,
            Reason.TEXT),
        longerThanADay(),
        held(
            "signed at a domain that is not ours",
            Reason.ORIGIN,
            text(f -> CaseFrames.at(f, "evil.example"))),
        new GrantCase(
            "forged at a domain that is not ours",
            signed(text(f -> CaseFrames.at(f, "evil.example")), signature),
            BOT,
            owner,
            Reason.TEXT),
        held(
            "an origin that only begins like ours",
            Reason.TEXT,
            text(f -> CaseFrames.withUri(f, "http://localhost:8080.evil.example"))),
        held(
            "a nonce of another form",
            Reason.TEXT,
            text(f -> CaseFrames.withNonce(f, "AB".repeat(32)))),
        held("more than the text", Reason.TEXT, (new String(text, UTF_8) + "\n").getBytes(UTF_8)),
        held("bytes that are no text", Reason.TEXT, new byte[] {(byte) 0xC3, 0x28}),
        held("a time that cannot be reckoned with", Reason.TEXT, issuedBeforeTime(text)),
        held("no text", Reason.TEXT, new byte[0]),
        new GrantCase(
            "another owner is asked for",
            signed(text, signature),
            BOT,
            OTHER.address(),
            Reason.TEXT),
        new GrantCase(
            "another owner is asked for, and signed the first one's text",
            signed(text, OTHER.sign(text)),
            BOT,
            OTHER.address(),
            Reason.TEXT),
        somebodyElsesTextAndSignature(),
        new GrantCase(
            "somebody else's signature",
            signed(text, OTHER.sign(text)),
            BOT,
            owner,
            Reason.OWNER_SIGNATURE),
        new GrantCase(
            "a signature over another text",
            signed(text, OWNER.sign(text(f -> CaseFrames.at(f, "vault.example")))),
            BOT,
            owner,
            Reason.OWNER_SIGNATURE),
        new GrantCase(
            "no signature", signed(text, new byte[0]), BOT, owner, Reason.OWNER_SIGNATURE),
        new GrantCase(
            "an owner who is no address",
            signed(text(f -> CaseFrames.withOwner(f, "nobody")), signature),
            BOT,
            "nobody",
            Reason.OWNER_SIGNATURE));
  }

  private static GrantCase held(String name, @Nullable Reason unproven, byte[] text) {
    return new GrantCase(name, signed(text, OWNER.sign(text)), BOT, OWNER.address(), unproven);
  }

  private static GrantCase grant(String name, byte[] policy, byte[] hash, Reason unproven) {
    byte[] text = text(f -> f);
    var grant = new SignedGrant(GRANT, 3, policy, hash, EXPIRES, text, OWNER.sign(text));
    return new GrantCase(name, grant, BOT, OWNER.address(), unproven);
  }

  private static GrantCase longerThanADay() {
    Instant late = ISSUED.plusSeconds(24 * 3600).plusMillis(1);
    byte[] text = text(f -> f, POLICY, late);
    return new GrantCase(
        "longer than a day",
        new SignedGrant(GRANT, 3, POLICY.bytes(), POLICY.sha256(), late, text, OWNER.sign(text)),
        BOT,
        OWNER.address(),
        Reason.TEXT);
  }

  /** What someone who can write records would put there: all of it right, for their own key. */
  private static GrantCase somebodyElsesTextAndSignature() {
    byte[] text = text(f -> CaseFrames.withOwner(f, OTHER.address()));
    return new GrantCase(
        "somebody else's text and signature",
        signed(text, OTHER.sign(text)),
        BOT,
        OWNER.address(),
        Reason.TEXT);
  }

  private static SignedGrant signed(byte[] text, byte[] signature) {
    return new SignedGrant(GRANT, 3, POLICY.bytes(), POLICY.sha256(), EXPIRES, text, signature);
  }

  private static byte[] text(UnaryOperator<Frame> change) {
    return text(change, POLICY, EXPIRES);
  }

  private static byte[] text(UnaryOperator<Frame> change, PolicyDocument policy, Instant expires) {
    return AuthorisationText.of(
            new Binding.Enable(policy, 3, expires),
            change.apply(CaseFrames.of(GRANT, ISSUED, OWNER)))
        .render()
        .getBytes(UTF_8);
  }

  private static byte[] issuedBeforeTime(byte[] text) {
    return new String(text, UTF_8)
        .replace("Issued At: 2026-11-20T10:00:00.123Z", "Issued At: -1000000000-01-01T00:00:00Z")
        .getBytes(UTF_8);
  }

  private static byte[] spaced(byte[] policy) {
    return (" " + new String(policy, UTF_8)).getBytes(UTF_8);
  }

  private static PolicyDocument wider() {
    try {
      return PolicyDocument.parse(
          Policies.JSON.replace("\"1000.50\"", "\"1000.51\"").getBytes(UTF_8));
    } catch (PolicyFormatException e) {
      throw new AssertionError(e);
    }
  }
}
