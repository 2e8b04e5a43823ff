package io.quantumvault.signer.claim;

/** A refusal for people: a fixed name, and words with the numbers that led to it. */
public record Refusal(RefusalReason reason, String detail) {
  private static final int LONGEST = 500;

  /** Words from outside are cut and freed of what is not text. */
  public Refusal {
    detail = words(detail);
  }

  /** Words that may come from outside, as they may be kept and told. */
  public static String words(String text) {
    var plain = text.replaceAll("\\p{Cntrl}", " ");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
