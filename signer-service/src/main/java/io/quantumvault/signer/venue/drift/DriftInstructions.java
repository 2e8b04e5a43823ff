package io.quantumvault.signer.venue.drift;

import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.solana.message.AccountMeta;
import io.quantumvault.solana.message.Instruction;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The three instructions the signer may use. */
final class DriftInstructions {
  private static final byte NONE = 0;

  private final DriftAddresses addresses;

  DriftInstructions(DriftAddresses addresses) {
    this.addresses = addresses;
  }

  Instruction placePerpOrder(BotAccount bot, OrderParams params, List<AccountMeta> remaining) {
    return instruction(
        List.of(
            AccountMeta.readOnly(addresses.state()),
            AccountMeta.writable(bot.tradingAccount()),
            AccountMeta.signer(bot.agent())),
        remaining,
        data(Discriminator.PLACE_PERP_ORDER, params.toBytes()));
  }

  /** Without a success condition: a partial fill is a fill. */
  Instruction placeAndTakePerpOrder(
      BotAccount bot, OrderParams params, List<AccountMeta> remaining) {
    return instruction(
        List.of(
            AccountMeta.readOnly(addresses.state()),
            AccountMeta.writable(bot.tradingAccount()),
            AccountMeta.writable(addresses.userStats(bot.authority())),
            AccountMeta.signer(bot.agent())),
        remaining,
        data(Discriminator.PLACE_AND_TAKE_PERP_ORDER, params.toBytes(), new byte[] {NONE}));
  }

  /** These orders; one that is there no more is passed over. */
  Instruction cancelOrders(BotAccount bot, List<Long> orderIds, List<AccountMeta> remaining) {
    return instruction(
        List.of(
            AccountMeta.readOnly(addresses.state()),
            AccountMeta.writable(bot.tradingAccount()),
            AccountMeta.signer(bot.agent())),
        remaining,
        data(Discriminator.CANCEL_ORDERS_BY_IDS, ids(orderIds)));
  }

  private static byte[] ids(List<Long> orderIds) {
    var out =
        ByteBuffer.allocate(Integer.BYTES * (1 + orderIds.size())).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(orderIds.size());
    orderIds.forEach(id -> out.putInt((int) (long) id));
    return out.array();
  }

  private static Instruction instruction(
      List<AccountMeta> own, List<AccountMeta> remaining, byte[] data) {
    var accounts = new ArrayList<>(own);
    accounts.addAll(remaining);
    return new Instruction(DriftAddresses.PROGRAM, accounts, data);
  }

  private static byte[] data(Discriminator discriminator, byte[]... parts) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(discriminator.bytes());
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
