package io.quantumvault.ingest.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {
  private static final SourceAddress NOBODY_TRUSTED = new SourceAddress(List.of());
  private static final SourceAddress PROXIES_TRUSTED =
      new SourceAddress(List.of(Network.parse("10.0.0.0/8"), Network.parse("::1")));

  @Test
  void aHeaderFromAStrangerIsNotBelieved() {
    assertThat(NOBODY_TRUSTED.of(ip("203.0.113.9"), List.of("52.89.214.238")))
        .contains(ip("203.0.113.9"));
    assertThat(PROXIES_TRUSTED.of(ip("203.0.113.9"), List.of("52.89.214.238")))
        .contains(ip("203.0.113.9"));
  }

  @Test
  void aTrustedProxySaysWhoSent() {
    assertThat(PROXIES_TRUSTED.of(ip("10.1.2.3"), List.of("52.89.214.238")))
        .contains(ip("52.89.214.238"));
  }

  @Test
  void whatTheSenderPutBeforeTheProxyIsNotBelieved() {
    assertThat(PROXIES_TRUSTED.of(ip("10.1.2.3"), List.of("52.89.214.238, 203.0.113.9")))
        .contains(ip("203.0.113.9"));
    assertThat(PROXIES_TRUSTED.of(ip("::1"), List.of("52.89.214.238", "203.0.113.9 , 10.9.9.9")))
        .contains(ip("203.0.113.9"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "unknown",
        "_hidden",
        "example.org",
        "52.89.214.238,",
        "52.89.214.238,,",
        "52.89.214.238;203.0.113.9",
        "52.89.214.238 203.0.113.9",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.04",
        "0x1.2.3.4",
        "16909060",
        "1.2.3.4/32",
        "1.2.3.4:",
        "1.2.3.4:x",
        "1.2.3.4:123456",
        "[1.2.3.4]",
        "[2001:db8::1",
        "2001:db8::1]",
        "[2001:db8::1]x",
        "[2001:db8::1]:",
        "2001:db8::1::2",
        "fe80::1%eth0",
        "[fe80::1%1]:80",
        "for=1.2.3.4",
        "\"1.2.3.4\"",
        "١.2.3.4",
      })
  void anUnreadableHopMeansNobodyKnows(String header) {
    assertThat(PROXIES_TRUSTED.of(ip("10.1.2.3"), List.of(header))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9:4711,203.0.113.9",
    "2001:db8::1,2001:db8::1",
    "[2001:db8::1],2001:db8::1",
    "[2001:DB8::1]:443,2001:db8::1",
    "::ffff:203.0.113.9,203.0.113.9",
    "[::ffff:203.0.113.9]:80,203.0.113.9",
  })
  void anAddressIsReadAsProxiesWriteIt(String hop, String address) {
    assertThat(PROXIES_TRUSTED.of(ip("10.1.2.3"), List.of("1.1.1.1, " + hop)))
        .contains(ip(address));
  }

  @Test
  void aMappedAddressOfAProxyIsTheProxy() {
    assertThat(PROXIES_TRUSTED.of(ip("10.1.2.3"), List.of("203.0.113.9, ::ffff:10.9.9.9")))
        .contains(ip("203.0.113.9"));
  }

  @Test
  void severalLinesAreOneListAndNonsenseOnTheLeftIsNotEvenRead() {
    List<String> lines = List.of("52.89.214.238, nonsense", "203.0.113.9", "10.2.2.2,10.3.3.3");
    assertThat(PROXIES_TRUSTED.of(ip("10.1.2.3"), lines)).contains(ip("203.0.113.9"));
  }

  @Test
  void nonsenseBetweenProxiesMeansNobodyKnows() {
    assertThat(PROXIES_TRUSTED.of(ip("10.1.2.3"), List.of("203.0.113.9", "", "10.3.3.3")))
        .isEmpty();
  }

  @Test
  void aThousandEntriesChangeNothingAndAThousandProxiesAreNone() {
    String spoofed = "52.89.214.238, ".repeat(1000);
    assertThat(PROXIES_TRUSTED.of(ip("10.1.2.3"), List.of(spoofed + "203.0.113.9")))
        .contains(ip("203.0.113.9"));
    assertThat(PROXIES_TRUSTED.of(ip("10.1.2.3"), List.of("203.0.113.9" + ", 10.1.1.1".repeat(31))))
        .contains(ip("203.0.113.9"));
    assertThat(
            PROXIES_TRUSTED.of(ip("10.1.2.3"), List.of("203.0.113.9" + ", 10.1.1.1".repeat(1000))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,10.255.0.1,true",
    "10.0.0.0/8,11.0.0.1,false",
    "192.0.2.128/25,192.0.2.127,false",
    "192.0.2.128/25,192.0.2.200,true",
    "192.0.2.7,192.0.2.7,true",
    "192.0.2.7/32,192.0.2.6,false",
    "0.0.0.0/0,203.0.113.1,true",
    "0.0.0.0/0,2001:db8::1,false",
    "2001:db8::/33,2001:db8:7fff::1,true",
    "2001:db8::/33,2001:db8:8000::1,false",
    "127.0.0.1/32,::ffff:127.0.0.1,true",
  })
  void networksHoldTheirAddresses(String network, String address, boolean holds) {
    assertThat(Network.parse(network).contains(ip(address))).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.org", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "/8"})
  void otherTextIsNoNetwork(String text) {
    assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }
}
