package io.quantumvault.signer.lane;

import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.limits.LedgerView;
import io.quantumvault.signer.limits.LimitCheck;
import io.quantumvault.signer.limits.Material;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.marks.Mark;
import io.quantumvault.signer.marks.StandingMark;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.solana.rpc.Chain.Blockhash;
import java.util.Arrays;

/** What steps 2 to 5 learned of one intent, handed on from one to the next. */
@SuppressWarnings("ArrayRecordComponent")
record Plan(Order order, byte[] message, Blockhash blockhash) {

  /** Step 2: what holds by the rows and by the marks, read without locks. */
  record Stood(
      Mark mark,
      StandingMark marks,
      Standing standing,
      Material material,
      GrantMaterial grant,
      LedgerView view) {

    /** Evidence and limits were checked on these rows; under the locks they must be the same. */
    boolean sameAs(Material now, GrantMaterial grantNow) {
      return grant.grantId().equals(grantNow.grantId())
          && grant.policyVersion() == grantNow.policyVersion()
          && Arrays.equals(grant.policy(), grantNow.policy())
          && Arrays.equals(grant.signedText(), grantNow.signedText())
          && Arrays.equals(grant.ownerSignature(), grantNow.ownerSignature())
          && grant.expiresAt().equals(grantNow.expiresAt())
          && material.owner().equals(now.owner())
          && material.venue().equals(now.venue())
          && material.account().equals(now.account());
    }
  }

  /** Steps 3 and 4: what may be ordered, and the account it was judged on. */
  record Order(
      Stood stood,
      PolicyDocument policy,
      Venue venue,
      Reading reading,
      LimitCheck.Verdict.Fits fits) {}
}
