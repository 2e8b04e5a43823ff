package io.quantumvault.forensics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every form in which known secrets are looked for.
 *
 * @param all what to look for; never empty, and at least one is a control
 * @param leftOut forms that are not looked for because they are too commonplace, in words
 */
public record Patterns(List<Pattern> all, List<String> leftOut) {
  /** Copies both lists. */
  public Patterns {
    all = List.copyOf(all);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * All forms of all secrets.
   *
   * @throws NotRun when there is no secret or no control: then finding nothing would mean nothing
   */
  public static Patterns of(List<Secret> secrets) {
    var forms = new ArrayList<Pattern>();
    for (Secret secret : secrets) {
      add(forms, secret);
    }
    var usable = new LinkedHashMap<Bytes, Pattern>();
    var leftOut = new ArrayList<String>();
    for (Pattern form : forms) {
      if (form.isCommonplace()) {
        leftOut.add(form.toString());
      } else {
        usable.putIfAbsent(new Bytes(form.bytes()), form);
      }
    }
    return complete(usable, leftOut);
  }

  private static void add(List<Pattern> forms, Secret secret) {
    byte[] value = secret.value();
    String name = secret.name();
    switch (secret.type()) {
      case PUBLIC_CONTROL -> forms.add(new Pattern(name, "public control", value, true));
      case TEXT -> TextForms.ofText(name, value, forms);
      case KEY32 -> KeyForms.add(name, "", value, forms);
      case X25519 -> {
        KeyForms.add(name, "", value, forms);
        KeyForms.add(name, "clamped ", Ed25519Expansion.clamp(value), forms);
      }
      case AES256 -> {
        KeyForms.add(name, "", value, forms);
        AesForms.add(name, value, forms);
      }
      case SEED -> SeedForms.add(name, value, forms);
    }
  }

  private static Patterns complete(Map<Bytes, Pattern> usable, List<String> leftOut) {
    List<Pattern> all = List.copyOf(usable.values());
    if (all.stream().noneMatch(Pattern::control)) {
      throw new NotRun("there is no public control to find, so finding nothing would mean nothing");
    }
    if (all.stream().allMatch(Pattern::control)) {
      throw new NotRun("there is no secret to look for");
    }
    return new Patterns(all, leftOut);
  }

  /** Two secrets can share a form; it is looked for once, under the first name. */
  private static final class Bytes {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }
}
