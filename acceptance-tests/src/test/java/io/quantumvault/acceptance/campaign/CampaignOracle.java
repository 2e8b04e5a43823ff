package io.quantumvault.acceptance.campaign;

import io.quantumvault.acceptance.dsl.ChainRecords;
import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.TradeRecords;
import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be true once all faults are over and every accepted alert has its end: topics, ledger
 * and chain tell one story, in which each alert ended once and no limit was passed.
 */
final class CampaignOracle {
  private static final int SOL_PERP = 0;

  /** The policy's bound of a fill beside the price that the limits were checked at. */
  private static final BigDecimal SLIPPAGE = new BigDecimal("1.01");

  private final Installation system;
  private final TradeRecords records;
  private final List<String> broken = new ArrayList<>();

  CampaignOracle(Installation system, TradeRecords records) {
    this.system = system;
    this.records = records;
  }

  /** A row of the ledger. */
  private record Row(
      String intentId,
      String state,
      String reason,
      String signature,
      boolean opening,
      Instant createdAt) {}

  /** What is wrong; nothing, if all is well. */
  List<String> judge(List<Subject> subjects, Collection<String> accepted)
      throws IOException, InterruptedException, SQLException {
    records.catchUp();
    broken.addAll(records.contradictions());
    accepted.forEach(this::endsOnce);
    records.intents().forEach(this::endsOnce);
    try (var ledger = system.database("qv_signer")) {
      for (var subject : subjects) {
        var rows = rows(ledger, subject.wallet());
        numbersWithoutGaps(subject);
        rows.values().forEach(this::rowAndEvents);
        chainAndRows(subject, rows.values());
        positions(subject);
        rates(subject, rows.values());
        revoked(subject, rows.values());
      }
    }
    return List.copyOf(broken);
  }

  private void endsOnce(String signal) {
    var attempts = records.intents(signal);
    int ends = records.rejections(signal).size() + (attempts.isEmpty() ? 0 : 1);
    if (ends != 1) {
      broken.add("alert " + signal + " has " + ends + " ends");
    }
    for (var earlier : attempts.subList(0, Math.max(0, attempts.size() - 1))) {
      var end = records.ends(earlier.getIntentId());
      if (!end.stream().allMatch(CampaignOracle::mayBeTriedAgain)) {
        broken.add("alert " + signal + " was tried again after " + end);
      }
    }
  }

  private static boolean mayBeTriedAgain(ExecutionEvent end) {
    return end.hasExpired() || end.getRefused().getReason().equals("DEADLINE_PASSED");
  }

  private void endsOnce(TradeIntentPayload intent) {
    int ends = records.ends(intent.getIntentId()).size();
    if (ends != 1) {
      broken.add("intent " + intent.getIntentId() + " has " + ends + " ends");
    }
  }

  private void numbersWithoutGaps(Subject subject) {
    var numbers = records.events(subject.wallet()).keySet();
    long expected = 1;
    for (long number : numbers) {
      if (number != expected++) {
        broken.add("events of " + subject.wallet() + " have the numbers " + numbers);
        return;
      }
    }
  }

  private void rowAndEvents(Row row) {
    var told = records.ends(row.intentId());
    boolean same =
        told.size() == 1
            && told.getFirst().getKindCase().name().equals(row.state())
            && Told.signature(told.getFirst()).equals(row.signature());
    if (!same) {
      broken.add("the ledger has " + row + ", the topic " + told);
    }
    if (row.reason().equals("INTERNAL")) {
      broken.add("a fault of code ended " + row);
    }
  }

  private void chainAndRows(Subject subject, Collection<Row> rows)
      throws IOException, InterruptedException {
    var landed = new HashMap<>(new ChainRecords(system.chain()).landed(subject.wallet()));
    landed.keySet().removeAll(subject.before);
    for (var row : rows) {
      var success = landed.remove(row.signature());
      boolean agrees =
          switch (row.state()) {
            case "CONFIRMED" -> Boolean.TRUE.equals(success);
            case "FAILED" -> Boolean.FALSE.equals(success);
            default -> success == null;
          };
      if (!agrees) {
        broken.add(row + " where the chain has " + (success == null ? "nothing" : success));
      }
    }
    landed.keySet().forEach(signature -> broken.add(signature + " landed and is no intent's"));
  }

  private void positions(Subject subject) throws IOException, InterruptedException {
    var sum = BigDecimal.ZERO;
    boolean told = true;
    for (var event : records.events(subject.wallet()).values()) {
      if (event.hasConfirmed()) {
        var filled = decimal(event.getConfirmed().getEffect().getFilledBase());
        told &=
            event
                .getConfirmed()
                .hasAccount(); // else the account could not be read for long after the trade
        sum = sum.add(filled);
        positionLimit(subject, event, filled);
      }
    }
    var onChain =
        new ChainRecords(system.chain()).position(subject.trader.bot().tradingAccount(), SOL_PERP);
    if (told && onChain.compareTo(sum) != 0) {
      broken.add(
          "the position of "
              + subject.wallet()
              + " is "
              + onChain
              + ", its events add up to "
              + sum);
    }
  }

  private void positionLimit(Subject subject, ExecutionEvent event, BigDecimal filled) {
    var confirmed = event.getConfirmed();
    for (var held : confirmed.getAccount().getPositionsList()) {
      var base = decimal(held.getBase());
      boolean grew = base.signum() == filled.signum();
      var value = base.abs().multiply(decimal(confirmed.getEffect().getAveragePrice()));
      if (grew && value.compareTo(subject.maxPositionUsd.multiply(SLIPPAGE)) > 0) {
        broken.add("a position of " + value + " USD after " + event.getIntentId());
      }
    }
  }

  private static BigDecimal decimal(String text) {
    return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
  }

  private void rates(Subject subject, Collection<Row> rows) {
    var days = new HashMap<LocalDate, Integer>();
    rows.stream()
        .filter(row -> row.opening() && !row.signature().isEmpty())
        .forEach(row ->
            days.merge(row.createdAt().atOffset(ZoneOffset.UTC).toLocalDate(), 1, Integer::sum));
    days.forEach((day, count) -> {
      if (count > subject.maxOrdersPerDay) {
        broken.add(count + " orders of " + subject.wallet() + " on " + day);
      }
    });
  }

  private void revoked(Subject subject, Collection<Row> rows) {
    var at = subject.revokedAt;
    if (at != null) {
      rows.stream()
          .filter(row -> !row.signature().isEmpty() && row.createdAt().isAfter(at))
          .forEach(row -> broken.add(row + " was signed after the revoke of " + at));
    }
  }

  private static Map<String, Row> rows(Connection ledger, String wallet) throws SQLException {
    var found = new HashMap<String, Row>();
    try (var statement =
        ledger.prepareStatement(
            "SELECT intent_id, state, reason, transaction_signature, counted AND NOT reducing,"
                + " created_at FROM ledger.intents WHERE agent_wallet = ?")) {
      statement.setString(1, wallet);
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          found.put(
              row.getString(1),
              new Row(
                  row.getString(1),
                  row.getString(2),
                  text(row.getString(3)),
                  row.getBytes(4) == null ? "" : Base58.encode(row.getBytes(4)),
                  row.getBoolean(5),
                  row.getTimestamp(6).toInstant()));
        }
      }
    }
    return found;
  }

  private static String text(@Nullable String maybe) {
    return maybe == null ? "" : maybe;
  }
}
