package io.quantumvault.forensics.victim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;

/** What a victim may know of its keys in the clear: everything but the keys. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PublicInputs(
    byte[] owner,
    byte[] salt,
    byte[] agent,
    UUID bot,
    UUID grant,
    byte[] policy,
    byte[] policyMac,
    long expiresAtMs,
    byte[] wrappedEk,
    byte[] sealedSeed,
    byte[][] messages) {
  private static final String FILE = "public.properties";
  private static final HexFormat HEX = HexFormat.of();

  /** The file of a folder. */
  public static PublicInputs load(Path folder) throws IOException {
    var file = new Properties();
    try (var in = Files.newInputStream(folder.resolve(FILE))) {
      file.load(in);
    }
    byte[][] messages = new byte[Integer.parseInt(file.getProperty("messages"))][];
    for (int i = 0; i < messages.length; i++) {
      messages[i] = bytes(file, "message" + i);
    }
    return new PublicInputs(
        bytes(file, "owner"),
        bytes(file, "salt"),
        bytes(file, "agent"),
        UUID.fromString(file.getProperty("bot")),
        UUID.fromString(file.getProperty("grant")),
        bytes(file, "policy"),
        bytes(file, "policyMac"),
        Long.parseLong(file.getProperty("expiresAtMs")),
        bytes(file, "wrappedEk"),
        bytes(file, "sealedSeed"),
        messages);
  }

  /** Writes the file. */
  public void save(Path folder) throws IOException {
    var file = new Properties();
    put(file, "owner", owner);
    put(file, "salt", salt);
    put(file, "agent", agent);
    file.setProperty("bot", bot.toString());
    file.setProperty("grant", grant.toString());
    put(file, "policy", policy);
    put(file, "policyMac", policyMac);
    file.setProperty("expiresAtMs", Long.toString(expiresAtMs));
    put(file, "wrappedEk", wrappedEk);
    put(file, "sealedSeed", sealedSeed);
    file.setProperty("messages", Integer.toString(messages.length));
    for (int i = 0; i < messages.length; i++) {
      put(file, "message" + i, messages[i]);
    }
    try (var out = Files.newOutputStream(folder.resolve(FILE))) {
      file.store(out, null);
    }
  }

  private static byte[] bytes(Properties file, String name) {
    return HEX.parseHex(Objects.requireNonNull(file.getProperty(name), name));
  }

  private static void put(Properties file, String name, byte[] value) {
    file.setProperty(name, HEX.formatHex(value));
  }
}
