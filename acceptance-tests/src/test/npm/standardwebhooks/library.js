// Signs and verifies with the public library, so that what the product does is compared with what others do.
// Reads one JSON object from standard input, since a secret does not belong on a command line.
const { Webhook, WebhookVerificationError } = require("standardwebhooks");

const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
const webhook = new Webhook(asked.secret);

if (asked.does === "sign") {
  console.log(webhook.sign(asked.id, new Date(asked.seconds * 1000), asked.body));
} else {
  try {
    webhook.verify(asked.body, {
      "webhook-id": asked.id,
      "webhook-timestamp": String(asked.seconds),
      "webhook-signature": asked.signature,
    });
    console.log("holds");
  } catch (e) {
    if (!(e instanceof WebhookVerificationError)) {
      throw e;
    }
    console.log("refused: " + e.message);
  }
}
