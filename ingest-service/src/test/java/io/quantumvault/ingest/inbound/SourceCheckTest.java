package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.route.SourceAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceCheckTest {
  private static final IncomingRequest REQUEST =
      new IncomingRequest() {
        @Override
        public String method() {
          return "POST";
        }

        @Override
        public String path() {
          return "/hooks/token";
        }

        @Override
        public InetAddress peer() {
          return InetAddress.getLoopbackAddress();
        }

        @Override
        public List<String> headers(String name) {
          return List.of();
        }

        @Override
        public Body body(int maxBytes, Duration within) {
          return new Body.BrokenOff();
        }
      };

  private final SourceCheck check = new SourceCheck(new SourceAddress(List.of()), List.of());

  @Test
  void aWebhookThatIsNeitherSignedNorBoundToNetworksIsNotUsed() {
    assertThat(check.allows(REQUEST, TestRoutes.tradingView(10))).isFalse();
    assertThat(check.allows(REQUEST, TestRoutes.tradingView(10, "127.0.0.0/8"))).isTrue();
    assertThat(check.allows(REQUEST, TestRoutes.signed(List.of()))).isTrue();
  }
}
