package io.quantumvault.signer.outbound;

import io.quantumvault.signer.limits.SignedAt;
import java.util.HashSet;
import java.util.Set;

/** Where the live grants of all wallets were signed. */
public final class LiveGrants {
  /** Escaped, so that no byte of a text fails the statement; a domain has none that is. */
  private static final String SIGNED_AT =
      """
      SELECT DISTINCT cluster, split_part(encode(substring(signed_text FOR 300), 'escape'), ' ', 1)
      FROM control.signer_material WHERE grant_id IS NOT NULL AND coalesce(exits_until, expires_at) > now()
      """;

  private final Database database;

  /** Takes the database that holds them. */
  public LiveGrants(Database database) {
    this.database = database;
  }

  /**
   * What their texts begin with.
   *
   * @throws io.quantumvault.signer.lane.LedgerUnavailableException when the database does not
   *     answer
   */
  public Set<SignedAt> signedAt() {
    return database.atOnce(c -> {
      try (var s = c.prepareStatement(SIGNED_AT);
          var row = s.executeQuery()) {
        var found = new HashSet<SignedAt>();
        while (row.next()) {
          found.add(new SignedAt(row.getString(1), row.getString(2)));
        }
        return found;
      }
    });
  }
}
