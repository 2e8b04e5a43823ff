package io.quantumvault.acceptance.dsl;

import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.text.KeyMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Every key of a trader that the system opens in its life, opened by the test itself out of wallet,
 * database and key files.
 */
@SuppressWarnings("ArrayRecordComponent")
public record OwnersKeys(
    byte[] keySignature,
    byte[] slotKey,
    byte[] umk,
    byte[] executionKey,
    byte[] privateKeyKey,
    byte[] mnemonicKey,
    byte[] seed,
    byte[] entropy) {
  /** Opens them. */
  public static OwnersKeys of(Installation system, Trader trader) throws Exception {
    byte[] agent = Base58.decode(trader.bot().agentWallet());
    byte[] owner = trader.owner().wallet().publicKey();
    try (Connection connection = system.database("qv_control_plane")) {
      DerivedKeys.Slot slot = slot(connection, trader.owner().address(), owner);
      byte[] signature = trader.owner().wallet().sign(slot.keyMessage());
      byte[] slotKey = DerivedKeys.slotKey(slot, signature);
      byte[] umk =
          DerivedKeys.umk(
              slot, slotKey, system.data().resolve("keys/control-plane/kms-control-v1.key"));
      byte[] executionKey = DerivedKeys.executionKey(umk, slot.ownerSalt(), agent);
      byte[] privateKeyKey = DerivedKeys.privateKeyKey(executionKey, slot.ownerSalt());
      byte[] mnemonicKey = DerivedKeys.mnemonicKey(umk, slot.ownerSalt(), agent);
      byte[][] sealed = sealed(connection, trader.bot().agentWallet());
      return new OwnersKeys(
          signature,
          slotKey,
          umk,
          executionKey,
          privateKeyKey,
          mnemonicKey,
          DerivedKeys.seed(privateKeyKey, owner, agent, sealed[0]),
          DerivedKeys.entropy(mnemonicKey, owner, agent, sealed[1]));
    }
  }

  private static DerivedKeys.Slot slot(Connection connection, String address, byte[] owner)
      throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT o.salt, s.slot_id, s.version, s.template_version, s.domain, s.key_salt, s.wrapped_umk"
                + " FROM control.owners o JOIN control.key_slots s ON s.owner = o.address"
                + " WHERE o.address = ? AND s.kind = 1")) {
      query.setString(1, address);
      try (var row = query.executeQuery()) {
        row.next();
        UUID id = row.getObject(2, UUID.class);
        byte[] keyMessage =
            KeyMessage.render(row.getInt(4), row.getString(5), address, id, row.getBytes(6));
        return new DerivedKeys.Slot(
            owner, row.getBytes(1), id, row.getInt(3), keyMessage, row.getBytes(7));
      }
    }
  }

  private static byte[][] sealed(Connection connection, String agent) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT sealed_seed, sealed_entropy FROM control.agent_wallets WHERE address = ?")) {
      query.setString(1, agent);
      try (var row = query.executeQuery()) {
        row.next();
        return new byte[][] {row.getBytes(1), row.getBytes(2)};
      }
    }
  }
}
