package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.SharedInstallation;
import io.quantumvault.acceptance.dsl.StandardWebhooksLibrary;
import io.quantumvault.owner.Owner;
import io.quantumvault.owner.Owner.SignedWebhook;
import io.quantumvault.owner.Owner.SigningSecret;
import io.quantumvault.owner.Poll;
import io.quantumvault.owner.SignedAlertSender;
import io.quantumvault.owner.SignedAlertSender.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signed webhooks from the owner's browser to the door, and as others sign and verify them. */
@Timeout(900)
class SignedWebhookIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TAKEN = 202;
  private static final int REFUSED = 401;

  private final Installation system = SharedInstallation.get();
  private final SignedAlertSender sender = new SignedAlertSender();

  @Test
  void aSecretIsReplacedWithoutAGapAndTheOldOneEnds() throws Exception {
    Owner owner = owner();
    SignedWebhook webhook = webhook(owner);
    String first = webhook.first().text();
    untilKnown(webhook, first);

    SigningSecret second = owner.addSigningSecret(webhook);
    // The route follows within moments; until then the first one is taken, and so it is afterwards.
    Poll.until(PATIENCE, "the second secret", () -> taken(webhook, second.text()));
    assertThat(post(webhook, first)).isEqualTo(TAKEN);
    Message message = message();
    String both = message.signedWith(first) + " " + message.signedWith(second.text());
    assertThat(post(webhook, message, both)).isEqualTo(TAKEN);

    owner.deleteSigningSecret(webhook, webhook.first());
    Poll.until(PATIENCE, "the end of the first", () -> post(webhook, first) == REFUSED);
    assertThat(post(webhook, second.text())).isEqualTo(TAKEN);
  }

  @Test
  void whatThePublicLibrarySignsIsTaken(@TempDir Path folder) throws Exception {
    StandardWebhooksLibrary library = StandardWebhooksLibrary.install(folder);
    SignedWebhook webhook = webhook(owner());
    String secret = webhook.first().text();
    untilKnown(webhook, secret);

    Message message = message();
    String signature = library.sign(secret, message);

    assertThat(post(webhook, message, signature)).isEqualTo(TAKEN);
    assertThat(post(webhook, message(), signature)).isEqualTo(REFUSED);
    Message old = new Message("msg_old", message.seconds() - 301, message.body());
    assertThat(post(webhook, old, library.sign(secret, old))).isEqualTo(REFUSED);
  }

  @Test
  void whatWeSignThePublicLibraryTakes(@TempDir Path folder) throws Exception {
    StandardWebhooksLibrary library = StandardWebhooksLibrary.install(folder);
    SignedWebhook webhook = webhook(owner());
    String secret = webhook.first().text();
    Message message = message();
    String signature = message.signedWith(secret);

    assertThat(library.verify(secret, message, signature)).isEqualTo("holds");
    assertThat(library.verify(secret, message, "v1,AAAA " + signature)).isEqualTo("holds");
    Message other = new Message(message.id(), message.seconds(), message.body() + " ");
    assertThat(library.verify(secret, other, signature)).startsWith("refused");
  }

  private Owner owner() throws Exception {
    Owner owner = system.newOwner();
    owner.enrol();
    owner.signIn();
    return owner;
  }

  private static SignedWebhook webhook(Owner owner) throws Exception {
    return owner.createSignedWebhook(
        owner.createBot(owner.createAgentWallet(), "signed", 0).botId());
  }

  /** The door knows a new webhook a moment after it was made. */
  private void untilKnown(SignedWebhook webhook, String secret)
      throws IOException, InterruptedException {
    Poll.until(PATIENCE, "the route", () -> taken(webhook, secret));
  }

  private boolean taken(SignedWebhook webhook, String secret)
      throws IOException, InterruptedException {
    return post(webhook, secret) == TAKEN;
  }

  private int post(SignedWebhook webhook, String secret) throws IOException, InterruptedException {
    Message message = message();
    return post(webhook, message, message.signedWith(secret));
  }

  /** The status; as senders do, again where the door says that it had no time or room for it. */
  private int post(SignedWebhook webhook, Message message, String signatures)
      throws IOException, InterruptedException {
    var status = new AtomicInteger();
    Poll.until(
        PATIENCE,
        "an answer",
        () -> {
          status.set(sender.post(webhook.url(), message, signatures).status());
          return status.get() != 429 && status.get() != 503;
        });
    return status.get();
  }

  /** An alert of now that says something new. */
  private static Message message() {
    Instant now = Instant.now();
    String id = "msg_" + UUID.randomUUID();
    return new Message(
        id,
        now.getEpochSecond(),
        "{\"id\":\"%s\",\"market\":\"SOL-PERP\",\"action\":\"close\",\"time\":\"%s\"}"
            .formatted(id, now));
  }
}
