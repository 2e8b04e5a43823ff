package io.quantumvault.audit.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The whole trail: the heads log and the copy outside first, then each source log against them. */
final class Verification {
  private static final String LOGS =
      """
      SELECT topic, topic_partition FROM audit.leaves GROUP BY 1, 2
      UNION SELECT topic, topic_partition FROM audit.batches GROUP BY 1, 2
      UNION SELECT topic, topic_partition FROM audit.nodes GROUP BY 1, 2
      ORDER BY 1, 2\
      """;
  private static final String HEADS = "heads";

  private final Connection connection;
  private final String prefix;
  private final NoteReader notes;
  private final OutsideCopy outside;
  private final SignedHeads signed = new SignedHeads();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final TreeSet<String> origins = new TreeSet<>();

  Verification(Connection connection, String prefix, NoteReader notes, OutsideCopy outside) {
    this.connection = connection;
    this.prefix = prefix;
    this.notes = notes;
    this.outside = outside;
  }

  /**
   * What was found.
   *
   * @param problems about no log that has rows
   */
  record Report(List<Verdict> verdicts, List<Problem> problems) {
    boolean intact() {
      return problems.isEmpty() && verdicts.stream().allMatch(log -> log.problems().isEmpty());
    }

    /** The first thing wrong, source logs before what only follows from them. */
    @Nullable Problem first() {
      return verdicts.stream()
          .flatMap(log -> log.problems().stream())
          .findFirst()
          .orElseGet(() -> problems.isEmpty() ? null : problems.getFirst());
    }
  }

  private record Log(String topic, int partition) {}

  Report run() throws SQLException, IOException {
    Verdict heads = heads();
    try (var logs =
        new Rows<>(connection, 100, row -> new Log(row.getString(1), row.getInt(2)), LOGS)) {
      for (Log log = logs.peek(); log != null; log = logs.peek()) {
        if (!log.equals(new Log(HEADS, 0))) {
          verdicts.add(source(log));
        }
        logs.advance();
      }
    }
    verdicts.add(heads);
    logsWithoutRows();
    return new Report(verdicts, problems);
  }

  private Verdict heads() throws SQLException, IOException {
    String origin = prefix + "/" + HEADS;
    origins.add(origin);
    List<Problem> found = new ArrayList<>();
    NoteReader.Head noted = noted(origin, found);
    try (var checkpoints = new CheckpointCheck(connection, origin, notes, null, noted)) {
      LogCheck log = new LogCheck(connection, HEADS, 0, new HeadsLeafRule(signed), checkpoints);
      Verdict verdict = verdict(HEADS + "/0", log, checkpoints, found);
      if (noted != null && noted.size() > log.size()) {
        found.add(
            new Problem(
                HEADS + "/0",
                log.size(),
                null,
                "truncated: the checkpoint outside the database was signed at size "
                    + noted.size()));
        followOutside(log, noted);
      }
      return verdict;
    }
  }

  private Verdict source(Log log) throws SQLException {
    String name = log.topic() + "/" + log.partition();
    String origin = prefix + "/" + name;
    origins.add(origin);
    try (var checkpoints = new CheckpointCheck(connection, origin, notes, signed, null)) {
      var rule = new SourceLeafRule(log.topic(), log.partition());
      var check = new LogCheck(connection, log.topic(), log.partition(), rule, checkpoints);
      return verdict(name, check, checkpoints, new ArrayList<>());
    }
  }

  private static Verdict verdict(
      String name, LogCheck log, CheckpointCheck checkpoints, List<Problem> found)
      throws SQLException {
    Problem problem = log.run();
    if (problem != null) {
      found.addFirst(problem);
    }
    long unsigned = found.isEmpty() ? log.size() - checkpoints.lastGoodSize() : 0;
    return new Verdict(name, log.size(), log.tree().root(), unsigned, found);
  }

  private NoteReader.@Nullable Head noted(String origin, List<Problem> found) {
    if (outside.note() == null) {
      return null;
    }
    try {
      return notes.open(outside.note(), origin);
    } catch (IllegalArgumentException e) {
      found.add(new Problem(HEADS + "/0", -1, null, "the checkpoint outside " + e.getMessage()));
      return null;
    }
  }

  /** Where the leaves that are missing were kept outside too, they tell which logs were cut. */
  private void followOutside(LogCheck log, NoteReader.Head noted) throws IOException {
    List<NoteReader.Head> missing = new ArrayList<>();
    for (String body : outside.bodies(log.size(), noted.size())) {
      log.tree()
          .add(
              log.hashes().ofLeaf(body.getBytes(StandardCharsets.UTF_8)),
              (level, index, hash) -> {});
      missing.add(NoteReader.head(body));
    }
    if (Arrays.equals(log.tree().root(), noted.root())) {
      missing.forEach(signed::add);
    }
  }

  private void logsWithoutRows() throws SQLException {
    for (String origin : signed.left()) {
      problems.add(
          new Problem(
              origins.contains(origin) ? origin : logOf(origin),
              0,
              null,
              "deleted: nothing is left of a log that the heads log holds"));
    }
    try (var stored =
        new Rows<>(
            connection,
            100,
            row -> row.getString(1),
            "SELECT DISTINCT origin FROM audit.checkpoints ORDER BY 1")) {
      for (String origin = stored.peek(); origin != null; origin = stored.peek()) {
        if (!origins.contains(origin) && signed.peek(origin) == null) {
          problems.add(new Problem(logOf(origin), -1, null, "inserted: a checkpoint of no log"));
        }
        stored.advance();
      }
    }
  }

  private String logOf(String origin) {
    return origin.startsWith(prefix + "/") ? origin.substring(prefix.length() + 1) : origin;
  }
}
