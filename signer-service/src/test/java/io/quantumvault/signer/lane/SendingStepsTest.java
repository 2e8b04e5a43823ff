package io.quantumvault.signer.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.TestIntents;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.lane.Ledger.Row;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.Instruction;
import io.quantumvault.solana.message.Message;
import io.quantumvault.solana.message.MessageCompiler;
import io.quantumvault.solana.message.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How long an unknown outcome is asked on; the chain of these parts never knows it. */
class SendingStepsTest {
  private static final Intent INTENT =
      IntentReader.verifiedBefore(
          TestIntents.buy(new TestOwner(new TestKeys().wrapping), "1").build().toByteArray());
  private static final Instant SIGNED_AT = Instant.parse("2026-11-01T00:00:00Z");
  private static final Claim.Signed SIGNED =
      new Claim.Signed(INTENT.intentId(), transaction(), SIGNED_AT, 1);
  private static final Row UNKNOWN = row(SIGNED.submitted().unknown());

  private final LaneParts parts = new LaneParts(InstantSource.fixed(SIGNED_AT.plusSeconds(60)));
  private final SendingSteps steps =
      new SendingSteps(parts.ledger, parts.marks, parts.tools, (wallet, sequence, within) -> true);

  private static SignedTransaction transaction() {
    byte[] payer = new byte[32];
    payer[0] = 7;
    byte[] message =
        MessageCompiler.compile(
                Message.Version.V0,
                Address.of(payer),
                Address.of(new byte[32]),
                List.of(new Instruction(Address.of(new byte[32]), List.of(), new byte[] {1})))
            .toBytes();
    byte[] signature = new byte[64];
    signature[0] = 1;
    return new SignedTransaction(Transaction.wire(signature, message), signature, 1050);
  }

  private static Row row(Claim claim) {
    return new Row(claim, INTENT.payload(), null);
  }

  @AfterEach
  void close() {
    parts.close();
  }

  private @Nullable Row asked() throws InterruptedException {
    return steps.ask(INTENT, UNKNOWN, Trading.GONE);
  }

  @Test
  void whatSomebodysOrderEndedIsAskedForNoMore() throws Exception {
    parts.ledger.row = intent -> row(new Claim.Confirmed(intent.intentId(), 0));
    assertThat(asked()).isNull();
  }

  @Test
  void whatIsGoneIsAskedForNoMore() throws Exception {
    parts.ledger.row = intent -> null;
    assertThat(asked()).isNull();
  }

  static Stream<Claim> open() {
    return Stream.of(SIGNED, SIGNED.submitted(), SIGNED.submitted().unknown());
  }

  /** A crash of the ledger may set a row back; nobody else asks for it. */
  @ParameterizedTest
  @MethodSource("open")
  void whatHasNotEndedIsAskedOn(Claim claim) throws Exception {
    parts.ledger.row = intent -> row(claim);
    assertThat(asked()).isSameAs(UNKNOWN);
  }
}
