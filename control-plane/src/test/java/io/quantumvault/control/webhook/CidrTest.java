package io.quantumvault.control.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CidrTest {
  @Test
  void networksAreTakenAndNothingElse() {
    assertThat(List.of("52.89.214.238/32", "127.0.0.0/8", "0.0.0.0/0", "::1/128", "2001:db8::/32"))
        .allMatch(Cidr::isNetwork);
    assertThat(
            List.of(
                "52.89.214.238",
                "256.1.1.1/32",
                "1.1.1/24",
                "1.1.1.1/33",
                "1.1.1.1./8",
                "1.1.1.1.1/8",
                "10.0.0.0/8,0.0.0.0/0",
                "2001:db8/32",
                "2001:db8::/129",
                "2001:db8::",
                "::ffff:1.2.3.4/128",
                "evil.example/8",
                "",
                "a/8"))
        .noneMatch(Cidr::isNetwork);
  }
}
