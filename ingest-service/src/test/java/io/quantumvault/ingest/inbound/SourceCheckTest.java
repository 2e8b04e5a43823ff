package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.route.Network;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.ingest.route.SourceAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceCheckTest {
  private static final SourceCheck CHECK = check("198.51.100.0/24");
  private static final SourceCheck NO_DEFAULT = check();

  @Test
  void aTradingViewWebhookIsUsedFromItsKindsNetworksOnly() {
    assertThat(allows(CHECK, from("198.51.100.7"), TestRoutes.tradingView(1))).isTrue();
    assertThat(allows(CHECK, from("203.0.113.7"), TestRoutes.tradingView(1))).isFalse();
  }

  @Test
  void itsOwnNetworksReplaceThoseOfItsKind() {
    Route own = TestRoutes.tradingView(1, "203.0.113.0/24");
    assertThat(allows(CHECK, from("203.0.113.7"), own)).isTrue();
    assertThat(allows(CHECK, from("198.51.100.7"), own)).isFalse();
  }

  @Test
  void withoutAnyListOnlyASignatureMaySpeakForTheSender() {
    assertThat(allows(NO_DEFAULT, from("198.51.100.7"), TestRoutes.tradingView(1))).isFalse();
    assertThat(allows(NO_DEFAULT, from("198.51.100.7"), TestRoutes.signed(List.of()))).isTrue();
    assertThat(allows(CHECK, from("203.0.113.7"), TestRoutes.signed(List.of()))).isTrue();
  }

  @Test
  void whereNobodyKnowsTheSourceNobodyGetsIn() {
    assertThat(allows(CHECK, from("10.0.0.1", "unknown"), TestRoutes.tradingView(1))).isFalse();
    assertThat(allows(CHECK, from("10.0.0.1", "198.51.100.7"), TestRoutes.tradingView(1))).isTrue();
  }

  private static boolean allows(SourceCheck check, IncomingRequest request, Route route) {
    return check.allows(check.caller(request), route);
  }

  private static SourceCheck check(String... networks) {
    return new SourceCheck(
        new SourceAddress(List.of(Network.parse("10.0.0.0/8"))),
        List.of(networks).stream().map(Network::parse).toList());
  }

  private static IncomingRequest from(String peer, String... forwardedFor) {
    return new IncomingRequest() {
      @Override
      public String method() {
        return "POST";
      }

      @Override
      public String path() {
        return "/hooks/x";
      }

      @Override
      public InetAddress peer() {
        return InetAddress.ofLiteral(peer);
      }

      @Override
      public List<String> headers(String name) {
        assertThat(name).isEqualTo("X-Forwarded-For");
        return List.of(forwardedFor);
      }

      @Override
      public Body body(int maxBytes, Duration within) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
