package io.quantumvault.control.venue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quantumvault.control.bot.TradingAccounts;
import io.quantumvault.schemas.ids.Base58;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import org.p2p.solanaj.core.PublicKey;

/** Program-derived addresses of Drift v2. The seeds are in docs/drift-v2-layout.md. */
public final class DriftAddresses implements TradingAccounts {
  /** The program's address. */
  public static final String PROGRAM = "dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH";

  private static final Set<String> VENUES = Set.of("drift-v2");
  private static final PublicKey PROGRAM_KEY = new PublicKey(PROGRAM);

  @Override
  public boolean knows(String venue) {
    return VENUES.contains(venue);
  }

  @Override
  public String account(String venue, String authority, int subAccount) {
    return derive(
        seed("user"),
        Base58.decode(authority),
        ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort((short) subAccount).array());
  }

  String userStats(String authority) {
    return derive(seed("user_stats"), Base58.decode(authority));
  }

  String state() {
    return derive(seed("drift_state"));
  }

  private static byte[] seed(String text) {
    return text.getBytes(US_ASCII);
  }

  private static String derive(byte[]... seeds) {
    try {
      return PublicKey.findProgramAddress(List.of(seeds), PROGRAM_KEY).getAddress().toBase58();
    } catch (Exception e) {
      throw new IllegalStateException("no address for these seeds", e);
    }
  }
}
