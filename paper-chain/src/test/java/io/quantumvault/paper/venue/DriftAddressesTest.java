package io.quantumvault.paper.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.paper.Vectors;
import io.quantumvault.paper.address.Address;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DriftAddressesTest {

  @Test
  void derivesWhatTheSdkDerives() throws IOException {
    JsonNode pdas = Vectors.read("drift_instructions.json").at("/pdas/0");

    assertThat(DriftAddresses.PROGRAM).hasToString(pdas.get("programId").stringValue());
    assertThat(DriftAddresses.STATE).hasToString(pdas.at("/state/pda").stringValue());
    assertThat(DriftAddresses.SIGNER).hasToString(pdas.at("/driftSigner/pda").stringValue());
    for (JsonNode pda : some(pdas, "perpMarkets")) {
      same(DriftAddresses.perpMarket(pda.get("i").intValue()), pda);
    }
    for (JsonNode pda : some(pdas, "spotMarkets")) {
      same(DriftAddresses.spotMarket(pda.get("i").intValue()), pda);
    }
    for (JsonNode pda : some(pdas, "spotVaults")) {
      same(DriftAddresses.spotVault(pda.get("i").intValue()), pda);
    }
    for (JsonNode pda : some(pdas, "pythLazerOracles")) {
      same(DriftAddresses.oracle(pda.get("id").intValue()), pda);
    }
    for (JsonNode pda : some(pdas, "users")) {
      Address authority = Address.parse(pda.get("authority").stringValue());
      same(DriftAddresses.user(authority, pda.get("sub").intValue()), pda);
    }
    for (JsonNode pda : some(pdas, "userStats")) {
      same(DriftAddresses.userStats(Address.parse(pda.get("authority").stringValue())), pda);
    }
  }

  /** Of nothing, nothing would be compared. */
  private static JsonNode some(JsonNode pdas, String name) {
    JsonNode array = pdas.get(name);
    assertThat(array).as(name).isNotEmpty();
    return array;
  }

  private static void same(Address derived, JsonNode expected) {
    assertThat(derived).hasToString(expected.get("pda").stringValue());
  }
}
