package io.quantumvault.signer.limits;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where live grants were signed, and for which cluster. A signer that no stored grant fits was set
 * up wrongly: it would refuse every trade of everybody.
 *
 * @param cluster that the wallets trade on
 * @param domain host and port that the signed text begins with; not verified, so only for telling
 */
public record SignedAt(String cluster, String domain) {

  /**
   * Why a signer must not start.
   *
   * @param live of all live grants
   * @return one sentence with what to set; empty if any fits, or there is none
   */
  public static Optional<String> objection(
      Collection<SignedAt> live, String cluster, Set<String> domains) {
    boolean fits =
        live.stream().anyMatch(g -> g.cluster().equals(cluster) && domains.contains(g.domain()));
    return live.isEmpty() || fits
        ? Optional.empty()
        : Optional.of(
            "no live grant fits this signer, which is set up for "
                + cluster
                + " and grants signed at "
                + String.join(", ", new TreeSet<>(domains))
                + ": they are for "
                + live.stream()
                    .map(g -> g.cluster() + ", signed at " + g.domain())
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining("; "))
                + "; mend quantumvault.cluster or quantumvault.signer.origins (of ./qv up:"
                + " --cluster, --console-port), or end those grants");
  }
}
