package io.quantumvault.owner;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.owner.LegacyTransaction.Account;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;

/**
 * What an owner signs once for each bot: open a Drift v2 trading account of their own and let the
 * agent wallet trade in it as a delegate, who cannot withdraw.
 */
public final class DriftSetup {
  private static final PublicKey PROGRAM =
      new PublicKey("dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH");
  private static final PublicKey SYSTEM = new PublicKey("11111111111111111111111111111111");
  private static final PublicKey RENT =
      new PublicKey("SysvarRent111111111111111111111111111111111");
  private static final byte[] INITIALIZE_USER_STATS = HexFormat.of().parseHex("fef34862fb82a8d5");
  private static final byte[] INITIALIZE_USER = HexFormat.of().parseHex("6f11b9fa3c7a26fe");
  private static final byte[] UPDATE_USER_DELEGATE = HexFormat.of().parseHex("8bcd8d8d71245ebb");

  private DriftSetup() {}

  /** The trading account of an owner's sub-account, Base58. */
  public static String tradingAccount(String owner, int subAccount) {
    return user(new PublicKey(owner), subAccount).toBase58();
  }

  /**
   * Signed wire bytes that open the sub-account and name the delegate.
   *
   * @param firstAccount whether the owner has no account at the venue yet
   */
  public static byte[] openWithDelegate(
      ThrowAwayWallet owner,
      int subAccount,
      boolean firstAccount,
      String delegate,
      String blockhash) {
    var authority = new PublicKey(owner.publicKey());
    PublicKey user = user(authority, subAccount);
    PublicKey stats = find("user_stats".getBytes(UTF_8), authority.toByteArray());
    PublicKey state = find("drift_state".getBytes(UTF_8));
    var transaction = new LegacyTransaction();
    if (firstAccount) {
      transaction.add(
          PROGRAM,
          List.of(
              Account.write(stats),
              Account.write(state),
              Account.read(authority),
              Account.payer(authority),
              Account.read(RENT),
              Account.read(SYSTEM)),
          INITIALIZE_USER_STATS);
    }
    transaction.add(
        PROGRAM,
        List.of(
            Account.write(user),
            Account.write(stats),
            Account.write(state),
            Account.read(authority),
            Account.payer(authority),
            Account.read(RENT),
            Account.read(SYSTEM)),
        data(34)
            .put(INITIALIZE_USER)
            .putShort((short) subAccount)
            .put(name("QuantumVault " + subAccount))
            .array());
    transaction.add(
        PROGRAM,
        List.of(Account.write(user), Account.payer(authority)),
        data(34)
            .put(UPDATE_USER_DELEGATE)
            .putShort((short) subAccount)
            .put(new PublicKey(delegate).toByteArray())
            .array());
    return transaction.sign(owner, blockhash);
  }

  private static ByteBuffer data(int arguments) {
    return ByteBuffer.allocate(8 + arguments).order(ByteOrder.LITTLE_ENDIAN);
  }

  // The venue keeps names in 32 bytes, padded with blanks.
  private static byte[] name(String text) {
    byte[] padded = new byte[32];
    Arrays.fill(padded, (byte) ' ');
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, padded, 0, Math.min(bytes.length, padded.length));
    return padded;
  }

  private static PublicKey user(PublicKey authority, int subAccount) {
    byte[] index =
        ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort((short) subAccount).array();
    return find("user".getBytes(UTF_8), authority.toByteArray(), index);
  }

  private static PublicKey find(byte[]... seeds) {
    return PublicKey.findProgramAddress(List.of(seeds), PROGRAM).getAddress();
  }
}
