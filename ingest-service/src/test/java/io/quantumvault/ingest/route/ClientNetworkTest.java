package io.quantumvault.ingest.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,192.0.2.1,true",
    "192.0.2.1,192.0.2.2,false",
    "192.0.2.1,::ffff:192.0.2.1,true",
    "2001:db8:0:1::1,2001:db8:0:1:ffff::9,true",
    "2001:db8:0:1::1,2001:db8:0:2::1,false",
    "0.0.0.0,::,false",
    "255.255.255.255,0.0.0.0,false",
  })
  void oneClientIsAnIpv4AddressOrTheFirstHalfOfAnIpv6One(String one, String other, boolean same) {
    assertThat(of(one).equals(of(other))).isEqualTo(same);
  }

  private static ClientNetwork of(String text) {
    return ClientNetwork.of(InetAddress.ofLiteral(text));
  }
}
