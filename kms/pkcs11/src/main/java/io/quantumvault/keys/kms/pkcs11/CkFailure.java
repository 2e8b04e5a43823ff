package io.quantumvault.keys.kms.pkcs11;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Cryptoki function did not answer CKR_OK; callers of this package never see it. */
final class CkFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Ckr answer;

  CkFailure(String function, long answer) {
    this(function, answer, Ckr.of(answer));
  }

  CkFailure(String function, Ckr answer) {
    this(function, 0, answer);
  }

  private CkFailure(String function, long number, @Nullable Ckr answer) {
    super(
        "%s answered %s"
            .formatted(
                function,
                answer == null ? "CKR 0x" + Long.toHexString(number) : "CKR_" + answer.name()));
    this.answer = answer;
  }

  boolean isOneOf(Set<Ckr> answers) {
    return answer != null && answers.contains(answer);
  }

  /** Throws one for every answer but CKR_OK. */
  static void requireOk(String function, long answer) {
    if (answer != 0) {
      throw new CkFailure(function, answer);
    }
  }
}
