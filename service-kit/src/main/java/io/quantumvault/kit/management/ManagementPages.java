package io.quantumvault.kit.management;

import io.quantumvault.keys.metrics.PrometheusText;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is answered: {@code GET /health} and {@code GET /health/ready} with 200, or 503 and every
 * reason; {@code GET /health/live} with 200, or 503 when only a new start can help; {@code GET
 * /metrics} for Prometheus.
 */
final class ManagementPages {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementPages.class);
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;

  private final Health health;
  private final Supplier<List<MetricsPage>> metrics;

  /**
   * Pages of one service.
   *
   * @param metrics asked at each scrape
   */
  ManagementPages(Health health, Supplier<List<MetricsPage>> metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  Answer badRequest() {
    return Answer.problem(BAD_REQUEST, "This is no request.");
  }

  Answer answer(RequestHead request) {
    if (!request.method().equals("GET")) {
      return Answer.problem(NOT_ALLOWED, "GET is all there is.");
    }
    return switch (request.path()) {
      case "/health", "/health/ready" -> state("ready", hindrances());
      case "/health/live" -> state("live", defects());
      case "/metrics" -> new Answer(Answer.OK, PrometheusText.CONTENT_TYPE, metrics());
      default ->
          Answer.problem(NOT_FOUND, "There are /health, /health/ready, /health/live, /metrics.");
    };
  }

  private static Answer state(String name, List<String> reasons) {
    return Answer.json(
        reasons.isEmpty() ? Answer.OK : Answer.UNAVAILABLE,
        "{\"%s\":%s,\"reasons\":%s}".formatted(name, reasons.isEmpty(), JsonText.array(reasons)));
  }

  private List<String> hindrances() {
    return asked(health::hindrances);
  }

  private List<String> defects() {
    return asked(health::defects);
  }

  // A question that fails is no good health; the log has the rest.
  private static List<String> asked(Supplier<List<String>> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("Health could not be told");
      return List.of("health could not be told: see the log");
    }
  }

  private String metrics() {
    var page = new StringBuilder();
    gauge(page, "quantumvault_live", "0 when only a new start can help", defects());
    gauge(page, "quantumvault_ready", "1 when the service does its work", hindrances());
    metrics.get().forEach(figures -> page.append(figures.text()));
    return page.toString();
  }

  private static void gauge(StringBuilder page, String name, String help, List<String> against) {
    page.append(
        "# HELP %s %s\n# TYPE %s gauge\n%s %d\n"
            .formatted(name, help, name, name, against.isEmpty() ? 1 : 0));
  }
}
