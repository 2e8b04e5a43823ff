package io.quantumvault.signer.lane;

import static io.quantumvault.signer.claim.RefusalReason.CHAIN_UNAVAILABLE;
import static io.quantumvault.signer.claim.RefusalReason.DEADLINE_PASSED;
import static io.quantumvault.signer.claim.RefusalReason.MESSAGE_UNFIT;
import static io.quantumvault.signer.claim.RefusalReason.STATE_BEHIND;
import static io.quantumvault.signer.claim.RefusalReason.VENUE_NOT_SUPPORTED;
import static io.quantumvault.signer.claim.RefusalReason.VENUE_UNREADABLE;

import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.lane.Plan.Order;
import io.quantumvault.signer.lane.Plan.Stood;
import io.quantumvault.signer.limits.GrantEvidence;
import io.quantumvault.signer.limits.LimitCheck;
import io.quantumvault.signer.marks.Mark;
import io.quantumvault.signer.message.MessageCheck;
import io.quantumvault.signer.message.NetworkFee;
import io.quantumvault.signer.message.TradeMessage;
import io.quantumvault.signer.message.TradeMessage.Budget;
import io.quantumvault.signer.venue.VenueUnreadableException;
import io.quantumvault.solana.message.AccountMeta;
import io.quantumvault.solana.message.Instruction;
import io.quantumvault.solana.message.Transaction;
import io.quantumvault.solana.rpc.Chain.Blockhash;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Steps 2 to 5 of the page docs/signer.md, one method each; what a step learned is handed on. */
final class PlanningSteps {
  private final Tools tools;

  PlanningSteps(Tools tools) {
    this.tools = tools;
  }

  /**
   * What could be signed for an intent.
   *
   * @param mark taken before the rows were read
   * @throws RefusedException if nothing can, whenever it is asked again
   * @throws NotYetException if something is not there yet
   */
  Plan plan(Intent intent, Mark mark, Ledger.Stand read) throws RefusedException, NotYetException {
    var stood = stand(intent, mark, read);
    var policy = evidence(stood);
    var order = limits(intent, stood, policy);
    return compile(order);
  }

  /** Step 2: grant, policy, stops and marks, read without locks; marks first. */
  private Stood stand(Intent intent, Mark mark, Ledger.Stand read)
      throws RefusedException, NotYetException {
    if (!now().isBefore(intent.deadline())) {
      throw new RefusedException(DEADLINE_PASSED, "it passed at " + intent.deadline());
    }
    var standing = mark.standing();
    if (standing == null) {
      throw new NotYetException(STATE_BEHIND, "no snapshot of the wallet has been seen yet");
    }
    var refusal = tools.standings().refusal(intent, read.standing(), mark, now());
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
    }
    var material = Objects.requireNonNull(read.standing().material());
    return new Stood(
        mark,
        standing,
        read.standing(),
        material,
        Objects.requireNonNull(material.grant()),
        read.view());
  }

  /** Step 3: the owner signed exactly this grant. */
  private PolicyDocument evidence(Stood stood) throws RefusedException {
    return switch (tools.evidence().check(stood.material(), stood.grant())) {
      case GrantEvidence.Verdict.Proven(var policy) -> policy;
      case GrantEvidence.Verdict.Unproven(var refusal) -> throw new RefusedException(refusal);
    };
  }

  /** Step 4: every limit on the account as the chain has it, no older than what the bot did. */
  private Order limits(Intent intent, Stood stood, PolicyDocument policy) throws RefusedException {
    var material = stood.material();
    var venue = tools.venues().get(material.venue());
    if (venue == null) {
      throw new RefusedException(VENUE_NOT_SUPPORTED, "venue " + material.venue());
    }
    Reading reading;
    try {
      reading =
          tools
              .accounts()
              .read(
                  material.botId(),
                  material.agentWallet(),
                  material.account(),
                  venue,
                  Math.max(stood.view().lastSlot(), stood.mark().hot().slot()));
    } catch (VenueUnreadableException e) {
      throw new RefusedException(VENUE_UNREADABLE, String.valueOf(e.getMessage()));
    }
    var facts =
        new LimitCheck.Facts(
            intent,
            policy,
            reading.account(),
            reading.feeLamports(),
            stood.view(),
            reading.opening(),
            tools.standings().level(stood.standing(), stood.marks(), material, intent.botId()),
            tools.flattening(intent, stood.standing()),
            tools.settings().maxOracleAge(),
            stood.grant().expiresAt(),
            stood.grant().expiresAt().plus(policy.exitsFor()),
            now());
    return switch (LimitCheck.check(facts)) {
      case LimitCheck.Verdict.Exceeds(var refusal) -> throw new RefusedException(refusal);
      case LimitCheck.Verdict.Fits fits -> new Order(stood, policy, venue, reading, fits);
    };
  }

  /** Step 5: the bytes, read again by a reader that shares nothing with their builder. */
  private Plan compile(Order order) throws RefusedException, NotYetException {
    var blockhash = tools.blockhashes().fresh().orElse(null);
    if (blockhash == null) {
      throw new NotYetException(CHAIN_UNAVAILABLE, "no fresh blockhash");
    }
    var bot = order.stood().material().account();
    // An exit goes out with what there is: it bids less where the wallet holds less.
    long maxFee =
        Math.min(
            order.policy().maxPriorityFeeLamports(),
            order.reading().feeLamports() - NetworkFee.BASE_FEE_LAMPORTS);
    var atVenue = order.venue().instructions(bot, order.fits().action(), order.reading().account());
    byte[] message =
        TradeMessage.compile(
            bot.agent(), blockhash.hash(), budget(order, blockhash, atVenue, maxFee), atVenue);
    var expected =
        new MessageCheck.Expected(
            bot, order.venue(), order.fits().action(), blockhash.hash(), maxFee);
    if (MessageCheck.check(message, expected) instanceof MessageCheck.Verdict.Unfit unfit) {
      throw new RefusedException(MESSAGE_UNFIT, unfit.problem());
    }
    return new Plan(order, message, blockhash);
  }

  /** What a simulation used and others bid of late, within the policy's cap. */
  private Budget budget(Order order, Blockhash blockhash, List<Instruction> atVenue, long maxFee) {
    var bot = order.stood().material().account();
    var action = order.fits().action();
    var kind =
        String.join(
            " ",
            order.stood().material().venue(),
            action.getClass().getSimpleName(),
            String.valueOf(action.cancels().size()),
            action.market());
    int units =
        tools
            .units()
            .limit(
                kind,
                () ->
                    Transaction.wire(
                        new byte[Transaction.SIGNATURE_LENGTH],
                        TradeMessage.compile(bot.agent(), blockhash.hash(), Budget.MOST, atVenue)));
    var contended =
        atVenue.stream()
            .flatMap(instruction -> instruction.accounts().stream())
            .filter(account -> account.writable() && !account.signer())
            .map(AccountMeta::address)
            .filter(address -> !address.equals(bot.tradingAccount()))
            .distinct()
            .toList();
    return new Budget(units, tools.fees().microLamportsPerUnit(contended, units, maxFee));
  }

  private Instant now() {
    return tools.clock().instant();
  }
}
