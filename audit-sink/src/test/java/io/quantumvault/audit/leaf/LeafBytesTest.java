package io.quantumvault.audit.leaf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.audit.merkle.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Leaf bytes that exist must never change: their hashes are signed. */
class LeafBytesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/leaves-v1.txt");

  private static final List<SourceRecord> RECORDS =
      List.of(
          record("signals-v1", 3, 0x0102030405060708L, 1_763_596_800_123L, "key", "value"),
          record("vault-events-v1", 0, 0, 0, null, "only a value"),
          record("intents-v1", 11, 7, -1, "only a key", null),
          record("rejections-v1", 1, 1, 1, "", ""));

  @Test
  void bytesAndHashesAreThoseOfTheGoldenFile() throws IOException {
    List<String> lines = new ArrayList<>();
    for (SourceRecord record : RECORDS) {
      byte[] leaf = LeafBytes.of(record);
      HexFormat hex = HexFormat.of();
      lines.add(hex.formatHex(leaf) + " " + hex.formatHex(Hashing.leaf(leaf)));
    }
    assertThat(lines).isEqualTo(Files.readAllLines(GOLDEN));
  }

  @Test
  void recordsThatDifferAnywhereHaveDifferentBytes() {
    List<SourceRecord> records =
        List.of(
            record("a", 1, 2, 3, "k", "v"),
            record("b", 1, 2, 3, "k", "v"),
            record("a", 2, 2, 3, "k", "v"),
            record("a", 1, 3, 3, "k", "v"),
            record("a", 1, 2, 4, "k", "v"),
            record("a", 1, 2, 3, "kv", ""),
            record("a", 1, 2, 3, "", "kv"),
            record("a", 1, 2, 3, "kv", null),
            record("a", 1, 2, 3, null, "kv"),
            record("a", 1, 2, 3, "", null),
            record("a", 1, 2, 3, null, ""),
            record("a", 1, 2, 3, null, null));
    assertThat(records.stream().map(r -> HexFormat.of().formatHex(LeafBytes.of(r))))
        .doesNotHaveDuplicates();
  }

  private static SourceRecord record(
      String topic,
      int partition,
      long offset,
      long timestampMs,
      @Nullable String key,
      @Nullable String value) {
    return new SourceRecord(topic, partition, offset, timestampMs, bytes(key), bytes(value));
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }
}
