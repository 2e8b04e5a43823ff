package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlatformIT {
  @Test
  void starts() {
    Platform platform = Platform.startTemporary();
    assertThat(platform.outbox().isRunning()).isTrue();
  }
}
