package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.quantumvault.ingest.alert.AcceptedSignal;
import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.alert.ContentHash;
import io.quantumvault.ingest.alert.ParsedAlert;
import io.quantumvault.ingest.alert.RateLimiter;
import io.quantumvault.ingest.alert.SignalSink;
import io.quantumvault.ingest.inbound.IncomingRequest.Body;
import io.quantumvault.ingest.route.Kind;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.kit.password.InternalToken;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.ids.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /internal/test-alerts}: an alert as a webhook takes it, read and answered in the same
 * way, that goes on as a dry run and as nothing else. The caller shows the token that it shares
 * with this service, and answers for it that bot, wallet and owner in its headers belong together.
 * What is refused here is on no record: who sent it has the answer. No webhook's rate is spent.
 */
public final class TestAlertController {
  static final String PATH = "/internal/test-alerts";
  static final int PER_MINUTE = 20;
  private static final int PER_HOUR = 200;

  /** No webhook. */
  private static final UUID NONE = new UUID(0, 0);

  private final InternalToken token;
  private final AlertReader alertReader;
  private final SignalSink signals;
  private final RateLimiter rates;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Limits limits;

  /**
   * Time.
   *
   * @param bodyWithin for the body to arrive
   * @param answerWithin for everything, the body included
   */
  public record Limits(Duration bodyWithin, Duration answerWithin) {}

  /**
   * A controller; it starts nothing.
   *
   * @param nanoTime such as {@code System::nanoTime}, for the rate of each bot
   */
  public TestAlertController(
      InternalToken token,
      AlertParser parser,
      SignalSink signals,
      LongSupplier nanoTime,
      MeterRegistry meters,
      Clock clock,
      Limits limits) {
    this.token = token;
    this.alertReader = new AlertReader(parser);
    this.signals = signals;
    this.rates = new RateLimiter(nanoTime);
    this.meters = meters;
    this.clock = clock;
    this.limits = limits;
  }

  Answer handle(IncomingRequest request) {
    long deadline = System.nanoTime() + limits.answerWithin().toNanos();
    if (!token.isGiven(request.headers("Authorization"))) {
      return counted(Problem.TOKEN_REFUSED.answer(), "token_refused");
    }
    if (!request.path().equals(PATH)) {
      return Problem.NOT_FOUND.answer();
    }
    if (!request.method().equals("POST")) {
      return Problem.METHOD_NOT_ALLOWED.answer();
    }
    Optional<Route> route = route(request);
    if (route.isEmpty()) {
      return Problem.BAD_REQUEST.answer("Bot-Id, Agent-Wallet and Owner are needed, once each");
    }
    return of(route.get(), request, deadline);
  }

  private Answer of(Route route, IncomingRequest request, long deadline) {
    if (rates.use(route.botId(), PER_MINUTE, PER_HOUR)
        instanceof RateLimiter.Permit.Refused(Duration retryAfter)) {
      return counted(
          Problem.RATE_LIMITED.answerRetryAfter(
              "more test alerts than a bot may have within a minute or an hour", null, retryAfter),
          "rate_limited");
    }
    if (!ContentTypes.supported(request.headers("Content-Type"))) {
      return refused(Problem.UNSUPPORTED_TYPE, ContentTypes.MEND);
    }
    return switch (request.body(WebhookController.MAX_BODY_BYTES, limits.bodyWithin())) {
      case Body.TooLarge _ -> refused(Problem.BODY_TOO_LARGE, "the body is over 64 KiB");
      case Body.TooSlow _ -> refused(Problem.BODY_TOO_SLOW, "the body did not arrive in time");
      case Body.BrokenOff _ -> refused(Problem.BAD_REQUEST, "the body broke off");
      case Body.Complete(byte[] bytes) -> read(route, bytes, deadline);
    };
  }

  private Answer read(Route route, byte[] body, long deadline) {
    Instant receivedAt = clock.instant();
    return switch (alertReader.read(body, "", receivedAt)) {
      case ParsedAlert.Refused refused ->
          refused(Problem.of(refused.problems().getFirst().refusal()), refused.detail());
      case ParsedAlert.Accepted accepted -> {
        UUID signalId = Ids.newId();
        AcceptedSignal signal =
            new AcceptedSignal(
                signalId,
                route,
                accepted,
                "",
                ContentHash.of(route.botId(), accepted.alert()),
                receivedAt,
                true);
        yield Durable.taken(() -> signals.take(signal), deadline)
            ? counted(Answer.accepted(signalId), "accepted")
            : counted(Problem.NOT_TAKEN.answer(), "not_taken");
      }
    };
  }

  private static Optional<Route> route(IncomingRequest request) {
    return id(request.header("Bot-Id"))
        .flatMap(bot ->
            address(request.header("Agent-Wallet"))
                .flatMap(wallet ->
                    address(request.header("Owner")).map(owner -> route(bot, wallet, owner))));
  }

  private static Route route(UUID bot, String wallet, String owner) {
    return new Route(
        NONE, Kind.TRADING_VIEW, bot, wallet, owner, PER_MINUTE, PER_HOUR, List.of(), List.of());
  }

  private static Optional<String> address(@Nullable String text) {
    return Optional.ofNullable(text).filter(Base58::isAddress);
  }

  private static Optional<UUID> id(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(UUID::fromString);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Answer refused(Problem problem, String detail) {
    return counted(problem.answer(detail), problem.outcome());
  }

  private Answer counted(Answer answer, String outcome) {
    meters.counter("quantumvault.ingest.test.alerts", "outcome", outcome).increment();
    return answer;
  }
}
