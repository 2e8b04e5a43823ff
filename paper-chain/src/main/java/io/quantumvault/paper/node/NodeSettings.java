package io.quantumvault.paper.node;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one node behaves. What is not about its ports may be changed while it runs.
 *
 * @param port JSON-RPC port; 0 takes any free one
 * @param webSocketPort subscriptions; 0 takes any free port, null serves none
 * @param lagSlots how far it is behind the chain, 0 to 400
 * @param history what it tells of the past
 * @param historyFromSlot it knows nothing of what landed before
 * @param finality when blocks are confirmed and finalized for it
 * @param alpenglow what it says about Alpenglow's certificate
 * @param forwards whether transactions sent to it reach the leader
 * @param goingUnitPrice micro-lamports a unit that it reports for every recent slot at least
 * @param answeredBy the nodes that answer this one's port in turn; empty for itself alone
 */
public record NodeSettings(
    int port,
    @Nullable Integer webSocketPort,
    int lagSlots,
    History history,
    long historyFromSlot,
    Finality finality,
    Alpenglow alpenglow,
    boolean forwards,
    long goingUnitPrice,
    List<Integer> answeredBy) {

  /** What a node tells of what landed. */
  public enum History {
    FULL,
    /** Asked for history it says that it has none (-32011); recent statuses it knows. */
    NONE,
    /** It answers as though nothing had ever landed. */
    BLANK
  }

  /** What {@code getAgGenesisCert} gives: a certificate, null, or no such method. */
  public enum Alpenglow {
    ON,
    OFF,
    UNKNOWN
  }

  public static final int MAX_LAG = 400;

  /** Up to date, whole history, finality by certificate, any port, no subscriptions. */
  public static final NodeSettings STANDARD =
      new NodeSettings(
          0,
          null,
          0,
          History.FULL,
          0,
          Finality.ByCertificate.STANDARD,
          Alpenglow.ON,
          true,
          0,
          List.of());

  public NodeSettings {
    answeredBy = List.copyOf(answeredBy);
    require(port >= 0 && port <= 65_535, "port must be 0 to 65535");
    require(
        webSocketPort == null || webSocketPort >= 0 && webSocketPort <= 65_535,
        "ws-port must be 0 to 65535");
    require(lagSlots >= 0 && lagSlots <= MAX_LAG, "lag must be 0 to " + MAX_LAG);
    require(historyFromSlot >= 0, "history-from must be 0 or more");
    require(goingUnitPrice >= 0, "unit-price must be 0 or more");
  }

  private static void require(boolean sound, String message) {
    if (!sound) {
      throw new IllegalArgumentException(message);
    }
  }

  public NodeSettings withPort(int changed) {
    return new NodeSettings(
        changed,
        webSocketPort,
        lagSlots,
        history,
        historyFromSlot,
        finality,
        alpenglow,
        forwards,
        goingUnitPrice,
        answeredBy);
  }

  public NodeSettings withWebSocketPort(@Nullable Integer changed) {
    return new NodeSettings(
        port,
        changed,
        lagSlots,
        history,
        historyFromSlot,
        finality,
        alpenglow,
        forwards,
        goingUnitPrice,
        answeredBy);
  }

  public NodeSettings withLagSlots(int changed) {
    return new NodeSettings(
        port,
        webSocketPort,
        changed,
        history,
        historyFromSlot,
        finality,
        alpenglow,
        forwards,
        goingUnitPrice,
        answeredBy);
  }

  public NodeSettings withHistory(History changed, long fromSlot) {
    return new NodeSettings(
        port,
        webSocketPort,
        lagSlots,
        changed,
        fromSlot,
        finality,
        alpenglow,
        forwards,
        goingUnitPrice,
        answeredBy);
  }

  /** With this finality and what the node says of the certificate. */
  public NodeSettings withFinality(Finality changed, Alpenglow certificate) {
    return new NodeSettings(
        port,
        webSocketPort,
        lagSlots,
        history,
        historyFromSlot,
        changed,
        certificate,
        forwards,
        goingUnitPrice,
        answeredBy);
  }

  public NodeSettings withForwarding(boolean changed) {
    return new NodeSettings(
        port,
        webSocketPort,
        lagSlots,
        history,
        historyFromSlot,
        finality,
        alpenglow,
        changed,
        goingUnitPrice,
        answeredBy);
  }

  public NodeSettings withGoingUnitPrice(long changed) {
    return new NodeSettings(
        port,
        webSocketPort,
        lagSlots,
        history,
        historyFromSlot,
        finality,
        alpenglow,
        forwards,
        changed,
        answeredBy);
  }

  public NodeSettings answeredBy(Integer... nodes) {
    return new NodeSettings(
        port,
        webSocketPort,
        lagSlots,
        history,
        historyFromSlot,
        finality,
        alpenglow,
        forwards,
        goingUnitPrice,
        List.of(nodes));
  }
}
