package io.quantumvault.keys;

import io.quantumvault.keys.hierarchy.Owner;
import io.quantumvault.keys.record.Aad;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;

/** The golden files and what they were made from. */
public final class Golden {
  private static final Properties INPUTS = file("inputs");

  private Golden() {}

  public static Properties file(String name) {
    Properties properties = new Properties();
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".properties")) {
      properties.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  public static byte[] bytes(Properties file, String key) {
    return HexFormat.of().parseHex(Objects.requireNonNull(file.getProperty(key), key));
  }

  public static byte[] input(String name) {
    return bytes(INPUTS, name);
  }

  public static UUID id(String name) {
    return UUID.fromString(INPUTS.getProperty(name + "Id"));
  }

  public static Owner owner() {
    return new Owner(input("owner"), input("salt"));
  }

  public static int slotVersion() {
    return Integer.parseInt(INPUTS.getProperty("slotVersion"));
  }

  public static long expiresAtMs() {
    return Long.parseLong(INPUTS.getProperty("expiresAtMs"));
  }

  /** The AAD of one record type over the golden inputs. */
  public static Aad aad(int type) {
    byte[] owner = input("owner");
    byte[] agent = input("agent");
    return switch (type) {
      case 1 -> Aad.umkSlot(owner, id("slot"), slotVersion());
      case 2 -> Aad.profile(owner);
      case 3 -> Aad.entropy(owner, agent);
      case 4 -> Aad.seed(owner, agent);
      case 5 ->
          Aad.grant(owner, agent, id("bot"), id("grant"), input("policySha256"), expiresAtMs());
      case 6 -> Aad.webhookSecret(owner, id("webhook"));
      case 7 -> Aad.totp(null, id("totp"));
      case 8 -> Aad.pseudonym(id("pseudonym"));
      case 9 -> Aad.ownerOrder(owner, agent, id("order"), input("orderTextSha256"), expiresAtMs());
      default -> throw new IllegalArgumentException("type " + type);
    };
  }
}
