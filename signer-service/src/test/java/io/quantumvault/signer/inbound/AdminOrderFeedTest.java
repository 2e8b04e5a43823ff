package io.quantumvault.signer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdminOrderFeedTest {
  @Test
  void noFailureEndsIt() throws Exception {
    var attempts = new CountDownLatch(2);
    try (var feed =
        new AdminOrderFeed(
            () -> {
              attempts.countDown();
              throw new IllegalStateException("the password file cannot be read");
            },
            Map::of)) {
      feed.start();
      assertThat(attempts.await(1, TimeUnit.MINUTES)).as("it goes on trying").isTrue();
    }
  }
}
