package io.quantumvault.policy.decision;

import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * An order before the rules.
 *
 * @param exit can only bring the position nearer to zero
 * @param direction absent for an exit whose side the signer finds, and for a cancel
 * @param size base units; absent while there is no price to tell it with, and for a cancel
 * @param exposure of its market, without it
 * @param entries that built the position it adds to
 */
record Candidate(
    DecisionRequest request,
    boolean exit,
    @Nullable Direction direction,
    @Nullable BigDecimal size,
    Exposure exposure,
    Entries entries) {

  static Candidate exit(DecisionRequest request) {
    return none(request, true);
  }

  /** What comes down to no order, and is still told all that speaks against its like. */
  static Candidate none(DecisionRequest request, boolean exit) {
    return new Candidate(request, exit, null, null, exposure(request), request.entries());
  }

  static Candidate entry(DecisionRequest request, Wanted.Opening opening, Exposure exposure) {
    return new Candidate(
        request, false, opening.direction(), opening.size(), exposure, request.entries());
  }

  /** The opening part of a flip: the first entry of a position that is not there yet. */
  static Candidate turning(DecisionRequest request, Wanted.Opening opening, Exposure exposure) {
    return new Candidate(
        request,
        false,
        opening.direction(),
        opening.size(),
        exposure,
        new Entries(0, request.entries().lastAt()));
  }

  static Exposure exposure(DecisionRequest request) {
    return Exposure.of(request.alert().market(), request.account(), request.reservations());
  }

  /** Whether the alert's word on what the strategy holds counts. */
  boolean followsStrategy() {
    var limits = limits();
    return alert().action() == Action.SYNC
        || (limits != null && limits.positionMode() != PositionMode.AS_SENT);
  }

  Alert alert() {
    return request.alert();
  }

  @Nullable Limits limits() {
    var grant = request.standing().grant();
    return grant == null ? null : grant.limits();
  }

  @Nullable BigDecimal dayLossUsd() {
    var account = request.account();
    return account == null
        ? null
        : account.lossOn(request.now().atOffset(ZoneOffset.UTC).toLocalDate());
  }
}
