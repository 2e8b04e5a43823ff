package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.alert.LineBudget;
import io.quantumvault.ingest.route.Route;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log lines that strangers cause: a few a minute for each of their networks, and how many there
 * would have been. Nobody fills a disk by guessing tokens.
 */
public final class StrangerLog {
  static final int LINES_PER_MINUTE = 3;

  private static final Logger LOG = LoggerFactory.getLogger(StrangerLog.class);

  private final LineBudget budget;

  /** Lines on this clock, such as {@code System::nanoTime}. */
  public StrangerLog(LongSupplier nanoTime) {
    budget = new LineBudget(LINES_PER_MINUTE, nanoTime);
  }

  void unknownToken(InetAddress sender) {
    OptionalLong unlogged = budget.spend("unknown " + network(sender));
    if (unlogged.isPresent()) {
      LOG.atInfo()
          .setMessage("webhook token unknown")
          .addKeyValue("sender", sender.getHostAddress())
          .addKeyValue("unlogged", unlogged.getAsLong())
          .log();
    }
  }

  void sourceRefused(Route route, InetAddress sender) {
    OptionalLong unlogged = budget.spend("source " + route.webhookId());
    if (unlogged.isPresent()) {
      LOG.atWarn()
          .setMessage("webhook used from a source that is not allowed")
          .addKeyValue("webhookId", route.webhookId())
          .addKeyValue("sender", sender.getHostAddress())
          .addKeyValue("unlogged", unlogged.getAsLong())
          .log();
    }
  }

  /** Of IPv4 the first three bytes, of IPv6 the first six: what one sender usually has. */
  static String network(InetAddress sender) {
    byte[] address = sender.getAddress();
    return HexFormat.of().formatHex(Arrays.copyOf(address, address.length == 4 ? 3 : 6));
  }
}
