package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.ingest.route.TokenHash;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that two readers could understand in two ways, byte by byte: each has one answer, none
 * leads an alert anywhere it was not sent to, and none says whether there is such a webhook.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddRequestsTest {
  private static final String TOKEN = Door.TOKEN;
  private static final String OTHER = TOKEN.replace('Z', 'Y');
  private static final String BODY =
      "{\"market\":\"SOL-PERP\",\"action\":\"buy\",\"size\":1,\"time\":\"2026-05-01T12:00:00Z\"}";
  private static final String LENGTH = "Content-Length: " + BODY.length() + "\r\n";
  private static final String CHUNKS =
      Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";

  private final Sinks sinks = new Sinks();
  private final RouteTable routes = new RouteTable();
  private final WebhookServer server =
      new Gatehouse(routes, sinks, new SimpleMeterRegistry()).server(() -> true);

  @BeforeAll
  void start() {
    server.start();
    routes.fill(Map.of(TokenHash.of(TOKEN), TestRoutes.tradingView(100_000)));
  }

  @AfterAll
  void stop() {
    server.stop();
  }

  @BeforeEach
  void forget() {
    sinks.signals.clear();
    sinks.rejections.clear();
  }

  static Stream<Arguments> taken() {
    String host = "Host: door\r\n";
    return Stream.of(
        of("as it should be", "POST /hooks/%s HTTP/1.1\r\n" + host + LENGTH + type() + BODY),
        of("a query", "POST /hooks/%s?a=b HTTP/1.1\r\n" + host + LENGTH + type() + BODY),
        of("HTTP/1.0", "POST /hooks/%s HTTP/1.0\r\n" + LENGTH + type() + BODY),
        of(
            "absolute form",
            "POST http://door/hooks/%s HTTP/1.1\r\n" + host + LENGTH + type() + BODY),
        of("host with port", "POST /hooks/%s HTTP/1.1\r\nHost: d:80\r\n" + LENGTH + type() + BODY),
        of(
            "host of IPv6",
            "POST /hooks/%s HTTP/1.1\r\nHost: [::1]:8081\r\n" + LENGTH + type() + BODY),
        of(
            "chunks",
            "POST /hooks/%s HTTP/1.1\r\n"
                + host
                + "Transfer-Encoding: chunked\r\n"
                + type()
                + CHUNKS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("taken")
  void whatIsPlainIsTaken(String name, String request) throws Exception {
    assertThat(statusOf(closing(request.formatted(TOKEN)))).isEqualTo("HTTP/1.1 202 Accepted");
    assertThat(sinks.signals).hasSize(1);
    assertThat(statusOf(closing(request.formatted(OTHER)))).isEqualTo("HTTP/1.1 404 Not Found");
  }

  static Stream<Arguments> refused() {
    String line = "POST /hooks/%s HTTP/1.1\r\n";
    String host = "Host: door\r\n";
    String rest = LENGTH + type() + BODY;
    return Stream.of(
        // The host.
        of("no host", line + rest, 400),
        of("two hosts", line + host + host + rest, 400),
        of("a list of hosts", line + "Host: a, b\r\n" + rest, 400),
        of("a host with a path", line + "Host: a/b\r\n" + rest, 400),
        of("a host with a user", line + "Host: me@door\r\n" + rest, 400),
        of("a host with an odd port", line + "Host: door:x\r\n" + rest, 400),
        of("a host with a space", line + "Host: do or\r\n" + rest, 400),
        of("another authority", "POST http://evil/hooks/%s HTTP/1.1\r\n" + host + rest, 400),
        of("user in the address", "POST http://u@door/hooks/%s HTTP/1.1\r\n" + host + rest, 400),
        // The header.
        of("folded header", line + host + "X-A: a\r\n b\r\n" + rest, 400),
        of("folded with tab", line + host + "X-A: a\r\n\tb\r\n" + rest, 400),
        of("space before the colon", line + host + "Content-Length : 5\r\n" + type() + BODY, 400),
        of("no colon", line + host + "Nonsense\r\n" + rest, 400),
        of("lines without carriage return", (line + host + rest).replace("\r\n", "\n"), 400),
        of("a null in a header", line + host + "X-A: a\u0000b\r\n" + rest, 400),
        of("space first", " " + line + host + rest, 400),
        of("long header", line + host + "X-A: " + "a".repeat(9000) + "\r\n" + rest, 431),
        of("many headers", line + host + "X-A: a\r\n".repeat(2000) + rest, 431),
        of("long address", "POST /hooks/%s?" + "a".repeat(9000) + " HTTP/1.1\r\n" + rest, 414),
        of("long method", "P".repeat(9000) + " /hooks/%s HTTP/1.1\r\n" + host + rest, 431),
        // The length.
        of("two lengths", line + host + "Content-Length: 5\r\n" + rest, 400),
        of("the same length twice", line + host + LENGTH + rest, 400),
        of("a list of lengths", line + host + "Content-Length: 5, 5\r\n" + type() + BODY, 400),
        of("a length with a sign", line + host + "Content-Length: +5\r\n" + type() + BODY, 400),
        of("a length below zero", line + host + "Content-Length: -5\r\n" + type() + BODY, 400),
        of("a hexadecimal length", line + host + "Content-Length: 0x5\r\n" + type() + BODY, 400),
        of(
            "a length beyond all",
            line + host + "Content-Length: 99999999999999999999\r\n" + type() + BODY,
            400),
        of(
            "length and chunks",
            line + host + LENGTH + "Transfer-Encoding: chunked\r\n" + type() + CHUNKS,
            400),
        of(
            "chunks and length",
            line + host + "Transfer-Encoding: chunked\r\n" + LENGTH + type() + CHUNKS,
            400),
        of("not chunked", line + host + "Transfer-Encoding: gzip\r\n" + type() + BODY, 400),
        of(
            "chunked and then not",
            line + host + "Transfer-Encoding: chunked, gzip\r\n" + type() + CHUNKS,
            400),
        of(
            "chunked twice",
            line + host + "Transfer-Encoding: chunked, chunked\r\n" + type() + CHUNKS,
            400),
        of(
            "gzip and chunked",
            line + host + "Transfer-Encoding: gzip, chunked\r\n" + type() + CHUNKS,
            501),
        of(
            "identity",
            line + host + "Transfer-Encoding: identity\r\n" + LENGTH + type() + BODY,
            400),
        of(
            "chunked in HTTP/1.0",
            "POST /hooks/%s HTTP/1.0\r\nTransfer-Encoding: chunked\r\n" + type() + CHUNKS,
            400),
        // The version.
        of("HTTP/0.9", "POST /hooks/%s\r\n", 505),
        of("HTTP/2 by its preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 426),
        of("HTTP/2 in words", "POST /hooks/%s HTTP/2.0\r\n" + host + rest, 426),
        of("HTTP/1.7", "POST /hooks/%s HTTP/1.7\r\n" + host + rest, 505),
        of("no version", "POST /hooks/%s FTP\r\n" + host + rest, 505),
        of("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n", 400),
        of("another expectation", line + host + "Expect: a miracle\r\n" + rest, 417),
        of("upgrade", line + host + "Upgrade: h2c\r\n" + rest, 400),
        of("lower case method", line.replace("POST", "post") + host + rest, 405),
        of("another method", line.replace("POST", "BREW") + host + rest, 405),
        of("all addresses", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 404),
        of("a tunnel", "CONNECT door:443 HTTP/1.1\r\nHost: door:443\r\n\r\n", 405),
        // The path: one spelling of it leads to a webhook.
        of("empty first part", line.replace("/hooks", "//hooks") + host + rest, 400),
        of("empty second part", line.replace("hooks/", "hooks//") + host + rest, 400),
        of("a dot", line.replace("hooks/", "hooks/./") + host + rest, 404),
        of("there and back", line.replace("hooks/", "x/../hooks/") + host + rest, 404),
        of(
            "there and back, encoded",
            line.replace("hooks/", "x/%%2e%%2e/hooks/") + host + rest,
            400),
        of("encoded slash", line.replace("hooks/", "hooks%%2F") + host + rest, 400),
        of("encoded letter of the path", line.replace("hooks", "%%68ooks") + host + rest, 404),
        of("encoded letter of the token", line.replace("%s", "%%5A%s") + host + rest, 404),
        of("a null", line.replace("%s", "%s%%00") + host + rest, 400),
        of("a parameter", line.replace("%s", "%s;a=b") + host + rest, 404),
        of("a parameter before", line.replace("hooks", "hooks;a=b") + host + rest, 404),
        of("a slash behind", line.replace("%s", "%s/") + host + rest, 404),
        of("a part behind", line.replace("%s", "%s/x") + host + rest, 404),
        of("a fragment", line.replace("%s", "%s#a") + host + rest, 400),
        of("backslash", line.replace("/hooks/", "\\hooks\\") + host + rest, 400),
        of("upper case", line.replace("hooks", "HOOKS") + host + rest, 404),
        of("no slash first", line.replace("/hooks", "hooks") + host + rest, 400),
        of("a space in it", line.replace("%s", "%s x") + host + rest, 400),
        of("bytes above ASCII", line.replace("%s", "%s\u00e4") + host + rest, 400));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatCanBeReadInTwoWaysIsRefusedWhateverTheToken(String name, String request, int status)
      throws Exception {
    String known = answerTo(closing(request.formatted(TOKEN)));

    assertThat(known).startsWith("HTTP/1.1 " + status + " ").contains("urn:quantumvault:problem:");
    assertThat(withoutDate(answerTo(closing(request.formatted(OTHER)))))
        .isEqualTo(withoutDate(known));
    assertThat(sinks.signals).isEmpty();
    assertThat(known).doesNotContain(TOKEN).doesNotContainIgnoringCase("jetty", "exception");
  }

  @Test
  void aBodyIsAskedForOnlyWhereItWillBeRead() throws Exception {
    String head = " HTTP/1.1\r\nHost: door\r\nExpect: 100-continue\r\n" + LENGTH + type();
    try (RawClient known = RawClient.to(server.port());
        RawClient unknown = RawClient.to(server.port())) {
      known.write("POST /hooks/" + TOKEN + head);
      assertThat(known.readStatusLine()).isEqualTo("HTTP/1.1 100 Continue");
      known.write(BODY);
      assertThat(known.readStatusLine()).isEqualTo("HTTP/1.1 202 Accepted");

      unknown.write("POST /hooks/" + OTHER + head);
      assertThat(statuses(unknown.readToEnd())).containsExactly("404");
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
    String first = "POST /hooks/" + TOKEN + " HTTP/1.1\r\nHost: door\r\n" + LENGTH + type() + BODY;
    String second = "GET /health/live HTTP/1.1\r\nHost: door\r\n\r\n";
    String third = "GET /nothing HTTP/1.1\r\nHost: door\r\nConnection: close\r\n\r\n";

    String answers = answerTo(first + second + third);

    assertThat(statuses(answers)).containsExactly("202", "200", "404");
  }

  @Test
  void whatFollowsAnUnreadBodyIsNoRequest() throws Exception {
    String smuggled = "POST /hooks/" + TOKEN + " HTTP/1.1\r\nHost: door\r\n" + LENGTH + type();
    String answers =
        answerTo(
            "POST /hooks/"
                + OTHER
                + " HTTP/1.1\r\nHost: door\r\nContent-Length: 70000\r\n"
                + type()
                + smuggled
                + BODY);
    assertThat(statuses(answers)).containsExactly("404");
    assertThat(sinks.signals).isEmpty();
  }

  private static Arguments of(String name, String request) {
    return Arguments.of(name, request);
  }

  private static Arguments of(String name, String request, int status) {
    return Arguments.of(name, request, status);
  }

  private static String type() {
    return "Content-Type: application/json\r\n\r\n";
  }

  /** Asks the server to end the connection, in the first place where headers may stand. */
  private static String closing(String request) {
    return request.replaceFirst("(HTTP/1\\.[01]\r\n)", "$1Connection: close\r\n");
  }

  private String statusOf(String request) throws Exception {
    return answerTo(request).lines().findFirst().orElse("");
  }

  private String answerTo(String request) throws Exception {
    try (RawClient client = RawClient.to(server.port())) {
      return client.write(request).readToEnd();
    }
  }

  private static List<String> statuses(String answers) {
    return Pattern.compile("HTTP/1\\.1 (\\d{3}) ")
        .matcher(answers)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String withoutDate(String answer) {
    return answer.replaceAll("(?m)^Date: .*$", "").replaceAll("\"signalId\":\"[^\"]*\"", "");
  }
}
