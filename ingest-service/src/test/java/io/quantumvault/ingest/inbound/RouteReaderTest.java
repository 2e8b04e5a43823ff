package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quantumvault.ingest.route.Kind;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.schemas.v1.WebhookKind;
import io.quantumvault.schemas.v1.WebhookRoute;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RouteReaderTest {
  private final RouteReader reader = new RouteReader(new RouteReader.Defaults(60, 600, 100, 1000));

  @Test
  void readsARoute() {
    Route route =
        read(r ->
                r.setMaxPerMinute(5)
                    .setMaxPerHour(50)
                    .addSourceNetworks("10.0.0.0/8")
                    .addSealedSigningSecrets(ByteString.copyFrom(new byte[] {1})))
            .orElseThrow();

    assertThat(route.kind()).isEqualTo(Kind.TRADING_VIEW);
    assertThat(route.webhookId()).isEqualTo(TestRoutes.WEBHOOK);
    assertThat(route.botId()).isEqualTo(TestRoutes.BOT);
    assertThat(route.agentWallet()).isEqualTo(TestRoutes.WALLET);
    assertThat(route.perMinute()).isEqualTo(5);
    assertThat(route.perHour()).isEqualTo(50);
    assertThat(route.networks().getFirst().contains(InetAddress.ofLiteral("10.2.3.4"))).isTrue();
    assertThat(route.sealedSigningSecrets()).hasSize(1);
  }

  @Test
  void thereIsNoUnlimitedRoute() {
    assertThat(read(r -> r).orElseThrow().perMinute()).isEqualTo(60);
    Route greedy = read(r -> r.setMaxPerMinute(-1).setMaxPerHour(-1)).orElseThrow();
    assertThat(greedy.perMinute()).isEqualTo(100);
    assertThat(greedy.perHour()).isEqualTo(1000);
  }

  @Test
  void aRouteWithAnythingWrongIsNone() {
    assertThat(read(r -> r.setKind(WebhookKind.WEBHOOK_KIND_UNSPECIFIED))).isEmpty();
    assertThat(read(r -> r.setKindValue(99))).isEmpty();
    assertThat(read(r -> r.setBotId(""))).isEmpty();
    assertThat(read(r -> r.setWebhookId("x"))).isEmpty();
    assertThat(read(r -> r.setAgentWallet(""))).isEmpty();
    assertThat(read(r -> r.setAgentWallet("0OIl"))).isEmpty();
    assertThat(read(r -> r.setOwner(""))).isEmpty();
    assertThat(read(r -> r.addSourceNetworks("everywhere"))).isEmpty();
    assertThat(reader.read(new byte[] {(byte) 0xff, 1, 2})).isEmpty();
  }

  @Test
  void noBytesMakeItThrow() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    byte[] good = builder().addSourceNetworks("10.0.0.0/8").build().toByteArray();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int c = 0; c <= random.nextInt(3); c++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(reader.read(bytes)).isNotNull();
    }
  }

  private Optional<Route> read(UnaryOperator<WebhookRoute.Builder> change) {
    return reader.read(change.apply(builder()).build().toByteArray());
  }

  private static WebhookRoute.Builder builder() {
    return WebhookRoute.newBuilder()
        .setWebhookId(TestRoutes.WEBHOOK.toString())
        .setKind(WebhookKind.WEBHOOK_KIND_TRADING_VIEW)
        .setBotId(TestRoutes.BOT.toString())
        .setAgentWallet(TestRoutes.WALLET)
        .setOwner(TestRoutes.OWNER);
  }
}
