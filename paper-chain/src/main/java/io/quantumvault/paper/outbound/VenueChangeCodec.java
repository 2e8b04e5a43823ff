package io.quantumvault.paper.outbound;

import io.quantumvault.paper.venue.VenueChange;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What the venue does by itself, as bytes: a kind, then the fields in order. */
final class VenueChangeCodec {
  private static final int MARKET_STATUS = 1;
  private static final int EXCHANGE_STATUS = 2;
  private static final int ORACLE_FROZEN = 3;
  private static final int PARTIAL_FILLS = 4;
  private static final int REJECTED_ORDERS = 5;
  private static final int FUNDING = 6;
  private static final int LIQUIDATIONS = 7;

  private VenueChangeCodec() {}

  static void write(DataOutputStream out, VenueChange change) throws IOException {
    switch (change) {
      case VenueChange.MarketStatus status -> {
        out.writeByte(MARKET_STATUS);
        out.writeUTF(status.market());
        out.writeInt(status.status());
      }
      case VenueChange.ExchangeStatus status -> {
        out.writeByte(EXCHANGE_STATUS);
        out.writeInt(status.flags());
      }
      case VenueChange.OracleFrozen oracle -> {
        out.writeByte(ORACLE_FROZEN);
        out.writeUTF(oracle.market());
        out.writeBoolean(oracle.frozen());
      }
      case VenueChange.PartialFills fills -> {
        out.writeByte(PARTIAL_FILLS);
        out.writeInt(fills.partPpm());
        out.writeInt(fills.orders());
      }
      case VenueChange.RejectedOrders rejected -> {
        out.writeByte(REJECTED_ORDERS);
        out.writeInt(rejected.orders());
      }
      case VenueChange.Funding funding -> {
        out.writeByte(FUNDING);
        out.writeUTF(funding.market());
        out.writeInt(funding.ratePpm());
      }
      case VenueChange.Liquidations liquidations -> {
        out.writeByte(LIQUIDATIONS);
        out.writeBoolean(liquidations.on());
      }
    }
  }

  static VenueChange read(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case MARKET_STATUS -> new VenueChange.MarketStatus(in.readUTF(), in.readInt());
      case EXCHANGE_STATUS -> new VenueChange.ExchangeStatus(in.readInt());
      case ORACLE_FROZEN -> new VenueChange.OracleFrozen(in.readUTF(), in.readBoolean());
      case PARTIAL_FILLS -> new VenueChange.PartialFills(in.readInt(), in.readInt());
      case REJECTED_ORDERS -> new VenueChange.RejectedOrders(in.readInt());
      case FUNDING -> new VenueChange.Funding(in.readUTF(), in.readInt());
      case LIQUIDATIONS -> new VenueChange.Liquidations(in.readBoolean());
      default -> throw new IOException("unknown kind of venue change: " + kind);
    };
  }
}
