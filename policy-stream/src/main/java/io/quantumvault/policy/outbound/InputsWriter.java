package io.quantumvault.policy.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.policy.decision.Inputs;
import io.quantumvault.schemas.v1.DecisionInputs;
import java.math.BigDecimal;
import java.util.HexFormat;

/** Writes down what a decision looked at. */
final class InputsWriter {
  private InputsWriter() {}

  static DecisionInputs write(Inputs inputs) {
    var exposure = inputs.exposure();
    var out =
        DecisionInputs.newBuilder()
            .setNowMs(inputs.now().toEpochMilli())
            .setStateVersion(inputs.stateVersion())
            .setPendingBuys(plain(exposure.pendingBuys()))
            .setPendingSells(plain(exposure.pendingSells()))
            .setPendingReductions(plain(exposure.pendingReductions()))
            .setOpenOrders(inputs.openOrders())
            .setOrdersLastMinute(inputs.activity().lastMinute())
            .setOrdersToday(inputs.activity().today());
    var grant = inputs.grant();
    if (grant != null) {
      out.setPolicyVersion(grant.policyVersion())
          .setPolicySha256(ByteString.copyFrom(HexFormat.of().parseHex(grant.policySha256())));
    }
    var quote = inputs.quote();
    if (quote != null) {
      out.setPrice(plain(quote.price()))
          .setPriceSlot(quote.slot())
          .setPriceObservedAtMs(quote.observedAt().toEpochMilli());
    }
    var account = inputs.account();
    if (account != null) {
      out.setPosition(plain(exposure.position()))
          .setEquityUsd(plain(account.equityUsd()))
          .setAccountSlot(account.slot())
          .setAccountObservedAtMs(account.observedAt().toEpochMilli())
          .setOpeningEquityUsd(plain(account.openingEquityUsd()))
          .setNetDepositsUsd(plain(account.netDepositsUsd()));
    }
    if (inputs.dayLossUsd() != null) {
      out.setDayLossUsd(plain(inputs.dayLossUsd()));
    }
    if (inputs.otherExposureUsd() != null) {
      out.setOtherExposureUsd(plain(inputs.otherExposureUsd()));
    }
    return out.build();
  }

  static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
