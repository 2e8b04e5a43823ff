package io.quantumvault.paper.venue;

import io.quantumvault.paper.address.Address;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads instruction data: an 8-byte discriminator, then Borsh. Bytes after the last argument are
 * ignored, as Anchor does.
 */
public final class DriftInstructionReader {
  private static final int MAX_LIST = 32;

  private final ByteBuffer in;

  private DriftInstructionReader(byte[] data) {
    in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Empty when the discriminator is unknown.
   *
   * @throws IllegalArgumentException when the arguments do not deserialize
   */
  public static Optional<DriftInstruction> read(byte[] data) {
    if (data.length < 8) {
      return Optional.empty();
    }
    DriftInstructionReader reader = new DriftInstructionReader(data);
    reader.in.position(8);
    try {
      return Optional.ofNullable(reader.arguments(HexFormat.of().formatHex(data, 0, 8)));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("arguments end too early", e);
    }
  }

  private @Nullable DriftInstruction arguments(String discriminator) {
    return switch (discriminator) {
      case "fef34862fb82a8d5" -> new DriftInstruction.InitializeUserStats();
      case "6f11b9fa3c7a26fe" -> new DriftInstruction.InitializeUser(u16(), bytes(32));
      case "8bcd8d8d71245ebb" ->
          new DriftInstruction.UpdateUserDelegate(u16(), Address.of(bytes(Address.BYTES)));
      case "45a15dca787e4cb9" -> new DriftInstruction.PlacePerpOrder(params());
      case "d53301bb6cdce6e0" ->
          new DriftInstruction.PlaceAndTakePerpOrder(params(), some() ? in.getInt() : null);
      case "3c3f327b0cc53cbe" -> new DriftInstruction.PlaceOrders(list(this::params));
      case "5f81edf00831df84" -> new DriftInstruction.CancelOrder(some() ? in.getInt() : null);
      case "eee15f9ee36708c2" -> cancelOrders();
      case "861390a55ef0d25e" -> new DriftInstruction.CancelOrdersByIds(list(in::getInt));
      case "6bd3fa8512253964" -> new DriftInstruction.CancelOrderByUserId(u8());
      case "2b3dea2d0f5f9899" -> new DriftInstruction.SettlePnl(u16());
      default -> null;
    };
  }

  private DriftInstruction cancelOrders() {
    return new DriftInstruction.CancelOrders(
        some() ? of(OrderParams.MarketType.values()) : null,
        some() ? u16() : null,
        some() ? of(OrderParams.Direction.values()) : null);
  }

  private OrderParams params() {
    return new OrderParams(
        of(OrderParams.OrderType.values()),
        of(OrderParams.MarketType.values()),
        of(OrderParams.Direction.values()),
        u8(),
        in.getLong(),
        in.getLong(),
        u16(),
        bool(),
        of(OrderParams.PostOnly.values()),
        u8(),
        some() ? in.getLong() : null,
        some() ? in.getLong() : null,
        of(OrderParams.TriggerCondition.values()),
        some() ? in.getInt() : null,
        some() ? u8() : null,
        some() ? in.getLong() : null,
        some() ? in.getLong() : null);
  }

  private <T> List<T> list(Supplier<T> element) {
    long size = Integer.toUnsignedLong(in.getInt());
    if (size > MAX_LIST) {
      throw new IllegalArgumentException("list is too long");
    }
    List<T> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      all.add(element.get());
    }
    return List.copyOf(all);
  }

  private boolean bool() {
    int value = u8();
    if (value > 1) {
      throw new IllegalArgumentException("neither true nor false");
    }
    return value == 1;
  }

  private boolean some() {
    return bool();
  }

  private <E extends Enum<E>> E of(E[] values) {
    int ordinal = u8();
    if (ordinal >= values.length) {
      throw new IllegalArgumentException("unknown variant");
    }
    return values[ordinal];
  }

  private int u8() {
    return in.get() & 0xff;
  }

  private int u16() {
    return in.getShort() & 0xffff;
  }

  private byte[] bytes(int count) {
    byte[] taken = new byte[count];
    in.get(taken);
    return taken;
  }
}
