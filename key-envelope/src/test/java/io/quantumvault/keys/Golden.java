package io.quantumvault.keys;

import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.vault.Owner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;

/** The golden files and what they were made from. */
public final class Golden {
  private static final Properties INPUTS = file("inputs");

  private static final UUID OTHER_ID = UUID.fromString("00000000-0000-4000-8000-000000000001");

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

  /** The sixteen bytes of an identifier as its text has them. */
  public static byte[] uuid(String name) {
    return HexFormat.of().parseHex(INPUTS.getProperty(name + "Id").replace("-", ""));
  }

  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
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

  /** Every kind of record, and each again with one part of its context exchanged. */
  public static List<Aad> places() {
    byte[] owner = input("owner");
    byte[] agent = input("agent");
    byte[] other = input("salt");
    UUID id = id("bot");
    List<Aad> places = new ArrayList<>();
    places.add(Aad.umkSlot(owner, id, 1));
    places.add(Aad.umkSlot(other, id, 1));
    places.add(Aad.umkSlot(owner, OTHER_ID, 1));
    places.add(Aad.umkSlot(owner, id, 2));
    places.add(Aad.profile(owner));
    places.add(Aad.profile(other));
    places.add(Aad.entropy(owner, agent));
    places.add(Aad.entropy(other, agent));
    places.add(Aad.entropy(owner, other));
    places.add(Aad.entropy(agent, owner));
    places.add(Aad.seed(owner, agent));
    places.add(Aad.seed(other, agent));
    places.add(Aad.seed(owner, other));
    places.add(Aad.grant(owner, agent, id, id, other, 5));
    places.add(Aad.grant(other, agent, id, id, other, 5));
    places.add(Aad.grant(owner, other, id, id, other, 5));
    places.add(Aad.grant(owner, agent, OTHER_ID, id, other, 5));
    places.add(Aad.grant(owner, agent, id, OTHER_ID, other, 5));
    places.add(Aad.grant(owner, agent, id, id, owner, 5));
    places.add(Aad.grant(owner, agent, id, id, other, 6));
    places.add(Aad.webhookSecret(owner, id));
    places.add(Aad.webhookSecret(other, id));
    places.add(Aad.webhookSecret(owner, OTHER_ID));
    places.add(Aad.totp(owner, id));
    places.add(Aad.totp(null, id));
    places.add(Aad.totp(null, OTHER_ID));
    places.add(Aad.pseudonym(id));
    places.add(Aad.pseudonym(OTHER_ID));
    places.add(Aad.ownerOrder(owner, agent, id, other, 5));
    places.add(Aad.ownerOrder(other, agent, id, other, 5));
    places.add(Aad.ownerOrder(owner, other, id, other, 5));
    places.add(Aad.ownerOrder(owner, agent, OTHER_ID, other, 5));
    places.add(Aad.ownerOrder(owner, agent, id, owner, 5));
    places.add(Aad.ownerOrder(owner, agent, id, other, 6));
    return places;
  }
}
