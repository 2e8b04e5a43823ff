package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.quantumvault.ingest.alert.AcceptedSignal;
import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.alert.ContentHash;
import io.quantumvault.ingest.alert.ParsedAlert;
import io.quantumvault.ingest.alert.RateLimiter;
import io.quantumvault.ingest.alert.Refusal;
import io.quantumvault.ingest.alert.RefusedSignal;
import io.quantumvault.ingest.alert.RejectionSink;
import io.quantumvault.ingest.alert.SignalSink;
import io.quantumvault.ingest.inbound.IncomingRequest.Body;
import io.quantumvault.ingest.route.Kind;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.schemas.ids.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /hooks/{token}}: answers 202 only once the signal is durable, and answers in time
 * whatever is broken.
 */
public final class WebhookController {
  /** The largest body that is read. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  static final String PATH = "/hooks/";

  private static final Logger LOG = LoggerFactory.getLogger(WebhookController.class);
  private static final byte[] NO_HASH = new byte[0];

  private final RouteTable routes;
  private final SourceCheck sources;
  private final RateLimiter rateLimiter;
  private final SignatureCheck signatureCheck;
  private final AlertReader alertReader;
  private final SignalSink signals;
  private final RejectionSink rejections;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Limits limits;
  private final Semaphore places;

  /**
   * Time and room.
   *
   * @param bodyWithin for the body to arrive
   * @param answerWithin for everything, the body included; below TradingView's patience of 3 s
   * @param inFlight requests handled at once
   */
  public record Limits(Duration bodyWithin, Duration answerWithin, int inFlight) {}

  /** A controller; it starts nothing. */
  public WebhookController(
      RouteTable routes,
      SourceCheck sources,
      RateLimiter rateLimiter,
      SignatureCheck signatureCheck,
      AlertParser parser,
      SignalSink signals,
      RejectionSink rejections,
      MeterRegistry meters,
      Clock clock,
      Limits limits) {
    this.routes = routes;
    this.sources = sources;
    this.rateLimiter = rateLimiter;
    this.signatureCheck = signatureCheck;
    this.alertReader = new AlertReader(parser);
    this.signals = signals;
    this.rejections = rejections;
    this.meters = meters;
    this.clock = clock;
    this.limits = limits;
    this.places = new Semaphore(limits.inFlight());
  }

  Answer handle(IncomingRequest request) {
    long deadline = System.nanoTime() + limits.answerWithin().toNanos();
    if (!request.method().equals("POST")) {
      return Problem.METHOD_NOT_ALLOWED.answer();
    }
    if (!places.tryAcquire()) {
      return counted(Problem.OVERLOADED.answer(), "overloaded");
    }
    try {
      String token = request.path().substring(PATH.length());
      return switch (routes.find(token)) {
        case RouteTable.Answer.NotYetKnown _ -> counted(Problem.NOT_READY.answer(), "not_ready");
        case RouteTable.Answer.Unknown _ -> {
          LOG.atInfo()
              .setMessage("webhook token unknown")
              .addKeyValue("peer", request.peer().getHostAddress())
              .log();
          yield counted(Problem.UNKNOWN_WEBHOOK.answer(), "unknown_webhook");
        }
        case RouteTable.Answer.Found(Route route) -> routed(request, route, token, deadline);
      };
    } finally {
      places.release();
    }
  }

  private Answer routed(IncomingRequest request, Route route, String token, long deadline) {
    if (!sources.allows(request, route)) {
      LOG.atWarn()
          .setMessage("webhook used from a source that is not allowed")
          .addKeyValue("webhookId", route.webhookId())
          .addKeyValue("peer", request.peer().getHostAddress())
          .log();
      return counted(Problem.SOURCE_NOT_ALLOWED.answer(), "source_not_allowed");
    }
    if (rateLimiter.use(route.webhookId(), route.perMinute(), route.perHour())
        instanceof RateLimiter.Permit.Refused(Duration retryAfter)) {
      long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
      return counted(Problem.RATE_LIMITED.answerRetryAfter(seconds), "rate_limited");
    }
    Instant receivedAt = clock.instant();
    if (!ContentTypes.supported(request.headers("Content-Type"))) {
      return refused(
          route,
          Problem.UNSUPPORTED_TYPE,
          "unsupported content type",
          NO_HASH,
          receivedAt,
          deadline);
    }
    return switch (request.body(MAX_BODY_BYTES, limits.bodyWithin())) {
      case Body.TooLarge _ ->
          refused(
              route,
              Problem.BODY_TOO_LARGE,
              "the body is over 64 KiB",
              NO_HASH,
              receivedAt,
              deadline);
      case Body.TooSlow _ -> counted(Problem.BODY_TOO_SLOW.answer(), "body_too_slow");
      case Body.BrokenOff _ -> counted(Problem.BAD_REQUEST.answer(), "body_broken_off");
      case Body.Complete(byte[] bytes) -> read(request, route, token, bytes, receivedAt, deadline);
    };
  }

  private Answer read(
      IncomingRequest request,
      Route route,
      String token,
      byte[] body,
      Instant receivedAt,
      long deadline) {
    String nonce = "";
    if (route.kind() == Kind.SIGNED) {
      switch (signatureCheck.check(route, request, body, receivedAt)) {
        case SignatureCheck.Verdict.Holds(String signedId) -> nonce = signedId;
        case SignatureCheck.Verdict.Refused(String why) -> {
          return counted(Problem.SIGNATURE_REFUSED.answer(why), "signature_refused");
        }
        case SignatureCheck.Verdict.Unavailable _ -> {
          return counted(Problem.SIGNING_SECRET_UNAVAILABLE.answer(), "signing_secret_unavailable");
        }
      }
    }
    byte[] bodyHash = ContentHash.of(body);
    return switch (alertReader.read(body, token, AlertParser.StandIns.NONE, receivedAt)) {
      case ParsedAlert.Refused(List<ParsedAlert.Problem> problems) ->
          refused(
              route,
              problemFor(problems.getFirst().refusal()),
              problems,
              bodyHash,
              receivedAt,
              deadline);
      case ParsedAlert.Accepted accepted -> {
        UUID signalId = Ids.newId();
        AcceptedSignal signal =
            new AcceptedSignal(
                signalId,
                route,
                accepted.alert(),
                accepted.redactedBody(),
                nonce,
                ContentHash.of(route.botId(), accepted.alert()),
                bodyHash,
                receivedAt);
        yield durable(() -> signals.take(signal), deadline)
            ? counted(Answer.json(202, "{\"signalId\":\"" + signalId + "\"}"), "accepted")
            : counted(Problem.NOT_TAKEN.answer(), "not_taken");
      }
    };
  }

  private Answer refused(
      Route route,
      Problem problem,
      String detail,
      byte[] bodyHash,
      Instant receivedAt,
      long deadline) {
    return refused(
        route,
        problem,
        List.of(new ParsedAlert.Problem(Refusal.UNREADABLE, detail)),
        bodyHash,
        receivedAt,
        deadline);
  }

  /** A valid token stands behind this body, so its owner is to see what became of it. */
  private Answer refused(
      Route route,
      Problem problem,
      List<ParsedAlert.Problem> problems,
      byte[] bodyHash,
      Instant receivedAt,
      long deadline) {
    UUID signalId = Ids.newId();
    RefusedSignal refused = new RefusedSignal(signalId, route, problems, bodyHash, receivedAt);
    if (!durable(() -> rejections.take(refused), deadline)) {
      return counted(Problem.NOT_TAKEN.answer(), "not_taken");
    }
    String detail =
        problems.stream().map(ParsedAlert.Problem::detail).collect(Collectors.joining("; "));
    return counted(problem.answer(detail, signalId), problem.slug().replace('-', '_'));
  }

  private static Problem problemFor(Refusal refusal) {
    return switch (refusal) {
      case UNREADABLE -> Problem.UNREADABLE_BODY;
      case INVALID -> Problem.INVALID_ALERT;
      case UNKNOWN_MARKET -> Problem.UNKNOWN_MARKET;
      case UNKNOWN_ACTION -> Problem.UNKNOWN_ACTION;
      case NO_ID_OR_TIME -> Problem.NO_ID_OR_TIME;
    };
  }

  /** Whether the record was taken before the deadline. One that was not may still land. */
  private static boolean durable(Supplier<CompletableFuture<?>> sending, long deadline) {
    try {
      CompletableFuture<?> sent = sending.get();
      sent.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.atWarn()
          .setMessage("record not taken durably")
          .addKeyValue("cause", e.getClass().getSimpleName())
          .log();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Answer counted(Answer answer, String outcome) {
    meters.counter("quantumvault.ingest.webhooks", "outcome", outcome).increment();
    return answer;
  }
}
