package io.quantumvault.schemas.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.policy.Policies;
import io.quantumvault.schemas.policy.PolicyDocument;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GrantTextTest {
  private static final String OWNER = "E9urm2NAsEQkY5yRBqN3ADcuSHfu8gh1V6kRE37rjmvn";
  private static final UUID GRANT = UUID.fromString("0190a0b0-0000-7000-8000-0000000000aa");
  private static final Instant ISSUED = Instant.parse("2026-11-20T10:00:00.123Z");
  private static final Instant EXPIRES = ISSUED.plusSeconds(3600);
  private static final Set<String> DOMAINS = Set.of("localhost:8080");
  private static final Frame FRAME =
      new Frame(
          "localhost:8080",
          "http://localhost:8080",
          "localnet",
          OWNER,
          GRANT,
          "ab".repeat(32),
          ISSUED,
          ISSUED.plusSeconds(300));

  private final PolicyDocument policy = Policies.example();

  @Test
  void saysEveryLimit() {
    assertThat(new String(text(policy, 3, EXPIRES), UTF_8))
        .isEqualTo(
            """
            localhost:8080 wants you to sign in with your Solana account:
            E9urm2NAsEQkY5yRBqN3ADcuSHfu8gh1V6kRE37rjmvn

            Let bot 0190a0b0-0000-7000-8000-000000000001 trade unattended with agent wallet \
            GMrRMZzeCg8kGPAXqrFabg2wDA5VcD4QBQgG8siXR4QT on drift-v2 account \
            8UJgxaiQx5nTrdDgph5FiahMmzduuLTLf5WmsPegYA6W until 2026-11-20T11:00:00.123Z, \
            exits until 2026-11-20T12:00:00.123Z; markets BTC-PERP, SOL-PERP; \
            order types MARKET; largest position 1000.5 USD; largest order 500 USD; leverage at most 3; slippage at \
            most 50 basis points, of exits 200; position mode never-beyond; stop loss not required; entries any number \
            a position, no pause; daily loss limit 100 USD; at most 10 orders a minute and 200 a day; at most 5 open \
            orders; trading hours always; keep 50000000 lamports for fees; priority fee at most 100000 lamports a \
            transaction.

            URI: http://localhost:8080
            Version: 1
            Chain ID: localnet
            Nonce: abababababababababababababababababababababababababababababababab
            Issued At: 2026-11-20T10:00:00.123Z
            Expiration Time: 2026-11-20T10:05:00.123Z
            Request ID: 0190a0b0-0000-7000-8000-0000000000aa
            Resources:
            - urn:quantumvault:purpose:enable_execution
            - urn:quantumvault:cluster:localnet
            - urn:quantumvault:bot:0190a0b0-0000-7000-8000-000000000001
            - urn:quantumvault:agent-wallet:GMrRMZzeCg8kGPAXqrFabg2wDA5VcD4QBQgG8siXR4QT
            - urn:quantumvault:trading-account:8UJgxaiQx5nTrdDgph5FiahMmzduuLTLf5WmsPegYA6W
            - urn:quantumvault:policy-version:3
            - urn:quantumvault:policy-sha256:%s
            - urn:quantumvault:grant-expires:2026-11-20T11:00:00.123Z\
            """
                .formatted(java.util.HexFormat.of().formatHex(policy.sha256())));
  }

  @Test
  void matchesItsOwnRendering() {
    assertThat(matches(text(policy, 3, EXPIRES), policy, 3, GRANT, EXPIRES, OWNER, DOMAINS))
        .isTrue();
  }

  @Test
  void refusesWhateverDiffersFromWhatWasSigned() throws Exception {
    byte[] signed = text(policy, 3, EXPIRES);
    var wider =
        PolicyDocument.parse(Policies.JSON.replace("\"1000.50\"", "\"1000.51\"").getBytes(UTF_8));
    assertThat(matches(signed, wider, 3, GRANT, EXPIRES, OWNER, DOMAINS)).isFalse();
    assertThat(matches(signed, policy, 4, GRANT, EXPIRES, OWNER, DOMAINS)).isFalse();
    assertThat(matches(signed, policy, 3, UUID.randomUUID(), EXPIRES, OWNER, DOMAINS)).isFalse();
    assertThat(matches(signed, policy, 3, GRANT, EXPIRES.plusMillis(1), OWNER, DOMAINS)).isFalse();
    assertThat(matches(signed, policy, 3, GRANT, EXPIRES, policy.agentWallet(), DOMAINS)).isFalse();
    assertThat(matches(signed, policy, 3, GRANT, EXPIRES, OWNER, Set.of("evil.example"))).isFalse();
  }

  @Test
  void refusesAnyChangedByte() {
    byte[] signed = text(policy, 3, EXPIRES);
    for (int i = 0; i < signed.length; i++) {
      byte[] changed = signed.clone();
      changed[i] ^= 0x01;
      if (isFreeByte(signed, i)) {
        continue;
      }
      assertThat(matches(changed, policy, 3, GRANT, EXPIRES, OWNER, DOMAINS))
          .as("byte %d", i)
          .isFalse();
    }
  }

  @Test
  void refusesAGrantLongerThanADay() {
    Instant late = ISSUED.plus(GrantText.LONGEST_GRANT).plusMillis(1);
    assertThat(matches(text(policy, 3, late), policy, 3, GRANT, late, OWNER, DOMAINS)).isFalse();
  }

  @Test
  void refusesAForeignUri() {
    var frame =
        new Frame(
            "localhost:8080",
            "http://localhost:8080.evil.example",
            "localnet",
            OWNER,
            GRANT,
            "ab".repeat(32),
            ISSUED,
            ISSUED.plusSeconds(300));
    byte[] signed = render(frame, policy, 3, EXPIRES);
    assertThat(matches(signed, policy, 3, GRANT, EXPIRES, OWNER, DOMAINS)).isFalse();
  }

  // The nonce and the two times of the text itself are the owner's to choose: the signature covers
  // them.
  private static boolean isFreeByte(byte[] signed, int at) {
    String text = new String(signed, UTF_8);
    int from = text.indexOf("Nonce: ");
    int to = text.indexOf("\nRequest ID");
    return at >= from && at < to;
  }

  private static boolean matches(
      byte[] text,
      PolicyDocument policy,
      long version,
      UUID grant,
      Instant expires,
      String owner,
      Set<String> domains) {
    return GrantText.matches(text, policy, version, grant, expires, owner, domains);
  }

  private static byte[] text(PolicyDocument policy, long version, Instant expires) {
    return render(FRAME, policy, version, expires);
  }

  private static byte[] render(Frame frame, PolicyDocument policy, long version, Instant expires) {
    return AuthorisationText.of(new Binding.Enable(policy, version, expires), frame)
        .render()
        .getBytes(UTF_8);
  }

  @Test
  void refusesANonceThatIsNotThirtyTwoBytes() {
    for (String nonce : new String[] {"ab".repeat(31), "AB".repeat(32), ""}) {
      var frame =
          new Frame(
              FRAME.domain(),
              FRAME.uri(),
              FRAME.cluster(),
              OWNER,
              GRANT,
              nonce,
              ISSUED,
              ISSUED.plusSeconds(300));
      byte[] signed = render(frame, policy, 3, EXPIRES);
      assertThat(matches(signed, policy, 3, GRANT, EXPIRES, OWNER, DOMAINS)).as(nonce).isFalse();
    }
  }
}
