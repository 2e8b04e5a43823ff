package io.quantumvault.forensics;

/** One known secret, or a public control, of the file of secrets. */
@SuppressWarnings("ArrayRecordComponent") // never compared; the search needs the bytes
public record Secret(String name, SecretType type, byte[] value) {
  /** Refuses a value of the wrong size. */
  public Secret {
    if (!type.accepts(value.length)) {
      throw new NotRun(name + " has " + value.length + " bytes, which a " + type + " has not");
    }
  }

  @Override
  public String toString() {
    return name + " [REDACTED]";
  }
}
