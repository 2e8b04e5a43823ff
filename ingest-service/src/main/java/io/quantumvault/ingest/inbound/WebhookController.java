package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.quantumvault.ingest.alert.AcceptedSignal;
import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.alert.ContentHash;
import io.quantumvault.ingest.alert.ParsedAlert;
import io.quantumvault.ingest.alert.RateLimiter;
import io.quantumvault.ingest.alert.Refusal;
import io.quantumvault.ingest.alert.RefusalTally;
import io.quantumvault.ingest.alert.RefusedSignal;
import io.quantumvault.ingest.alert.RejectionSink;
import io.quantumvault.ingest.alert.SignalSink;
import io.quantumvault.ingest.inbound.IncomingRequest.Body;
import io.quantumvault.ingest.route.ClientNetwork;
import io.quantumvault.ingest.route.Kind;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.schemas.ids.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /hooks/{token}}: answers 202 only once the signal is durable, and answers in time
 * whatever is broken. What comes with a known token and is not taken, the owner sees.
 */
public final class WebhookController {
  /** The largest body that is read. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  static final String PATH = "/hooks/";

  private final RouteTable routes;
  private final SourceCheck sources;
  private final Rates rates;
  private final SignatureCheck signatureCheck;
  private final AlertReader alertReader;
  private final SignalSink signals;
  private final RefusalDesk refusals;
  private final StrangerLog strangers;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Limits limits;
  private final Places<ClientNetwork> clients;
  private final Places<UUID> webhooks;

  /**
   * Time and room.
   *
   * @param bodyWithin for the body to arrive
   * @param answerWithin for everything, the body included; below TradingView's patience of 3 s
   * @param room for requests
   */
  public record Limits(Duration bodyWithin, Duration answerWithin, Room room) {}

  /**
   * Requests handled at once. One that is over is answered at once, to come again.
   *
   * @param all of everybody
   * @param perClient of one client, whatever it asks for
   * @param perWebhook of one webhook, whoever uses it
   */
  public record Room(int all, int perClient, int perWebhook) {}

  /** Where alerts and refusals go. */
  public record Sinks(SignalSink signals, RejectionSink rejections, RefusalTally tally) {}

  /** A controller; it starts nothing. */
  public WebhookController(
      RouteTable routes,
      SourceCheck sources,
      Rates rates,
      SignatureCheck signatureCheck,
      AlertParser parser,
      Sinks sinks,
      StrangerLog strangers,
      MeterRegistry meters,
      Clock clock,
      Limits limits) {
    this.routes = routes;
    this.sources = sources;
    this.rates = rates;
    this.signatureCheck = signatureCheck;
    this.alertReader = new AlertReader(parser);
    this.signals = sinks.signals();
    this.refusals = new RefusalDesk(sinks.rejections(), sinks.tally());
    this.strangers = strangers;
    this.meters = meters;
    this.clock = clock;
    this.limits = limits;
    Room room = limits.room();
    this.clients = new Places<>(room.all(), room.perClient());
    this.webhooks = new Places<>(room.all(), room.perWebhook());
  }

  /** One request of a known webhook, and until when it is to be answered. */
  private record Visit(
      IncomingRequest request,
      Caller caller,
      Route route,
      String token,
      Instant receivedAt,
      long deadline) {}

  Answer handle(IncomingRequest request) {
    long deadline = System.nanoTime() + limits.answerWithin().toNanos();
    Caller caller = sources.caller(request);
    // Before the token is looked up: who is over their share learns nothing about it.
    return clients.with(
        caller.network(),
        () -> handle(request, caller, deadline),
        () -> overloaded("client_overloaded"),
        () -> overloaded("overloaded"));
  }

  private Answer handle(IncomingRequest request, Caller caller, long deadline) {
    boolean post = request.method().equals("POST");
    String token = request.path().substring(PATH.length());
    return switch (routes.find(token)) {
      case RouteTable.Answer.Found(Route route) -> {
        Visit visit = new Visit(request, caller, route, token, clock.instant(), deadline);
        if (post) {
          yield routed(visit);
        }
        tellUnwaited(visit, Problem.METHOD_NOT_ALLOWED, "an alert is sent by POST");
        yield Problem.METHOD_NOT_ALLOWED.answer();
      }
      // The same answer whatever the token, and as soon: an address opened in a browser tells
      // nothing about it.
      case RouteTable.Answer.NotYetKnown _ when !post -> Problem.METHOD_NOT_ALLOWED.answer();
      case RouteTable.Answer.Unknown _ when !post -> Problem.METHOD_NOT_ALLOWED.answer();
      case RouteTable.Answer.NotYetKnown _ -> counted(Problem.NOT_READY.answer(), "not_ready");
      case RouteTable.Answer.Unknown _ -> {
        strangers.unknownToken(caller.answerable());
        yield counted(Problem.UNKNOWN_WEBHOOK.answer(), "unknown_webhook");
      }
    };
  }

  private Answer routed(Visit visit) {
    if (!sources.allows(visit.caller(), visit.route())) {
      strangers.sourceRefused(visit.route(), visit.caller().answerable());
      return refused(
          visit,
          Problem.SOURCE_NOT_ALLOWED,
          Refusal.SOURCE_NOT_ALLOWED,
          "the sender's address is not on the list of this webhook");
    }
    // After the source: a stranger with the token keeps no place from those it is for.
    return webhooks.with(
        visit.route().webhookId(),
        () -> admitted(visit),
        () -> overloaded("webhook_overloaded"),
        () -> overloaded("overloaded"));
  }

  private Answer admitted(Visit visit) {
    IncomingRequest request = visit.request();
    if (!ContentTypes.supported(request.headers("Content-Type"))) {
      return refused(visit, Problem.UNSUPPORTED_TYPE, ContentTypes.MEND);
    }
    return switch (request.body(MAX_BODY_BYTES, limits.bodyWithin())) {
      case Body.TooLarge _ -> refused(visit, Problem.BODY_TOO_LARGE, "the body is over 64 KiB");
      case Body.TooSlow _ ->
          refused(visit, Problem.BODY_TOO_SLOW, "the body did not arrive in time");
      case Body.BrokenOff _ -> refused(visit, Problem.BAD_REQUEST, "the body broke off");
      case Body.Complete(byte[] bytes) -> read(visit, bytes);
    };
  }

  private Answer read(Visit visit, byte[] body) {
    // Read first: a refused exit is one whatever refuses it, and exits have a rate of their own.
    ParsedAlert parsed = alertReader.read(body, visit.token(), visit.receivedAt());
    String nonce = "";
    if (visit.route().kind() == Kind.SIGNED) {
      switch (signatureCheck.check(visit.route(), visit.request(), body, visit.receivedAt())) {
        case SignatureCheck.Verdict.Holds(String signedId) -> nonce = signedId;
        case SignatureCheck.Verdict.Refused(String why) -> {
          return refused(
              visit, Problem.SIGNATURE_REFUSED, parsed.exit(), Refusal.SIGNATURE_REFUSED, why);
        }
        case SignatureCheck.Verdict.Unavailable _ -> {
          return counted(Problem.SIGNING_SECRET_UNAVAILABLE.answer(), "signing_secret_unavailable");
        }
      }
    }
    if (rates.use(visit.route(), parsed.exit())
        instanceof RateLimiter.Permit.Refused(Duration retryAfter)) {
      return limited(visit, parsed.exit(), retryAfter);
    }
    return switch (parsed) {
      case ParsedAlert.Refused refused -> refused(visit, body.length, refused);
      case ParsedAlert.Accepted accepted -> accepted(visit, accepted, nonce);
    };
  }

  private Answer accepted(Visit visit, ParsedAlert.Accepted accepted, String nonce) {
    UUID signalId = Ids.newId();
    AcceptedSignal signal =
        new AcceptedSignal(
            signalId,
            visit.route(),
            accepted,
            nonce,
            ContentHash.of(visit.route().botId(), accepted.alert()),
            visit.receivedAt(),
            false);
    return Durable.taken(() -> signals.take(signal), visit.deadline())
        ? counted(Answer.accepted(signalId), "accepted")
        : counted(Problem.NOT_TAKEN.answer(), "not_taken");
  }

  /** A body that is no alert: its sender may have to send it again, where it is not on record. */
  private Answer refused(Visit visit, int length, ParsedAlert.Refused refused) {
    Problem problem = Problem.of(refused.problems().getFirst().refusal());
    List<ParsedAlert.Problem> kept = new ArrayList<>(refused.problems());
    if (refused.redactedBody() == null) {
      kept.add(
          new ParsedAlert.Problem(
              Refusal.UNREADABLE, "nothing is kept of its " + length + " bytes"));
    }
    RefusedSignal signal = signal(visit, problem, refused.exit(), kept, refused.redactedBody());
    RefusalDesk.Recorded recorded = refusals.record(signal, visit.deadline());
    if (!recorded.taken()) {
      return counted(Problem.NOT_TAKEN.answer(), "not_taken");
    }
    return counted(problem.answer(refused.detail(), recorded.signalId()), problem.outcome());
  }

  private Answer refused(Visit visit, Problem problem, String detail) {
    return refused(visit, problem, Refusal.UNREADABLE, detail);
  }

  private Answer refused(Visit visit, Problem problem, Refusal refusal, String detail) {
    return refused(visit, problem, false, refusal, detail);
  }

  private Answer refused(
      Visit visit, Problem problem, boolean exit, Refusal refusal, String detail) {
    UUID signalId = tell(visit, problem, exit, refusal, detail);
    return counted(problem.answer(detail, signalId), problem.outcome());
  }

  private Answer limited(Visit visit, boolean exit, Duration retryAfter) {
    String detail =
        exit
            ? "more than " + Rates.EXITS_PER_MINUTE + " exits within a minute"
            : "more alerts than this webhook may send within a minute or an hour";
    UUID signalId = tell(visit, Problem.RATE_LIMITED, exit, Refusal.RATE_LIMITED, detail);
    return counted(
        Problem.RATE_LIMITED.answerRetryAfter(detail, signalId, retryAfter),
        Problem.RATE_LIMITED.outcome());
  }

  /** For what no second sending would mend: the answer stands, and what is not written waits. */
  private UUID tell(Visit visit, Problem problem, boolean exit, Refusal refusal, String detail) {
    List<ParsedAlert.Problem> problems = List.of(new ParsedAlert.Problem(refusal, detail));
    return refusals
        .record(signal(visit, problem, exit, problems, null), visit.deadline())
        .signalId();
  }

  /** For an answer that is to take as long as one that is about no webhook. */
  private void tellUnwaited(Visit visit, Problem problem, String detail) {
    List<ParsedAlert.Problem> problems =
        List.of(new ParsedAlert.Problem(Refusal.UNREADABLE, detail));
    refusals.recordUnwaited(signal(visit, problem, false, problems, null));
  }

  private static RefusedSignal signal(
      Visit visit,
      Problem problem,
      boolean exit,
      List<ParsedAlert.Problem> problems,
      @Nullable String redactedBody) {
    return new RefusedSignal(
        Ids.newId(),
        visit.route(),
        problem.slug(),
        problems,
        exit,
        redactedBody,
        visit.receivedAt(),
        1);
  }

  private Answer overloaded(String outcome) {
    return counted(Problem.OVERLOADED.answer(), outcome);
  }

  private Answer counted(Answer answer, String outcome) {
    meters.counter("quantumvault.ingest.webhooks", "outcome", outcome).increment();
    return answer;
  }
}
