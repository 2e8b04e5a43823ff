package io.quantumvault.signer.hardening;

import java.util.Optional;

/** The kinds of processor that system call numbers are known for. */
enum Processor {
  X86_64(0xC000003E, 317, 56, 435, 157, 257, 3, 302),
  AARCH64(0xC00000B7, 277, 220, 435, 167, 56, 57, 261);

  /** AUDIT_ARCH_* of {@code linux/audit.h}: what the kernel says a call was made as. */
  final int auditArchitecture;

  final int seccomp;
  final int clone;
  final int clone3;
  final int prctl;
  final int openat;
  final int close;
  final int prlimit64;

  Processor(
      int auditArchitecture,
      int seccomp,
      int clone,
      int clone3,
      int prctl,
      int openat,
      int close,
      int prlimit64) {
    this.auditArchitecture = auditArchitecture;
    this.seccomp = seccomp;
    this.clone = clone;
    this.clone3 = clone3;
    this.prctl = prctl;
    this.openat = openat;
    this.close = close;
    this.prlimit64 = prlimit64;
  }

  /** This machine's, where it is one of these. */
  static Optional<Processor> ofThisMachine() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
