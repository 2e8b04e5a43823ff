package io.quantumvault.ingest.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  private static final Route ROUTE =
      new Route(
          new UUID(0, 1),
          Kind.SIGNED,
          new UUID(0, 2),
          "7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU",
          "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM",
          10,
          100,
          List.of(),
          List.of());

  @Test
  void whoKnowsTheHashOfATokenHasNoToken() {
    var table = new RouteTable();
    table.fill(Map.of(TokenHash.of("token"), ROUTE));

    assertThat(table.find("token")).isEqualTo(new RouteTable.Answer.Found(ROUTE));
    assertThat(table.find(TokenHash.of("token"))).isEqualTo(new RouteTable.Answer.Unknown());
  }
}
