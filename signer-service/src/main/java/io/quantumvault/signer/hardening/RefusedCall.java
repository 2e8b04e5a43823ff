package io.quantumvault.signer.hardening;

import java.util.Locale;

/**
 * The system calls that a signer never makes and that somebody who got into it would: they are
 * refused to every thread. Numbers are those of the kernel's tables for x86-64 and aarch64. The
 * same names are in {@code deploy/seccomp/signer.json} and {@code deploy/systemd}; a test compares.
 */
enum RefusedCall {
  // Another program, or another process of this one with its memory.
  EXECVE(59, 221),
  EXECVEAT(322, 281),
  FORK(57, RefusedCall.NONE),
  VFORK(58, RefusedCall.NONE),

  // Another process's memory, registers or files.
  PTRACE(101, 117, Answer.KILL),
  PROCESS_VM_READV(310, 270, Answer.KILL),
  PROCESS_VM_WRITEV(311, 271, Answer.KILL),
  PIDFD_GETFD(438, 438, Answer.KILL),
  PROCESS_MADVISE(440, 440),
  KCMP(312, 272),

  // Code in the kernel, or one kernel in another's place.
  INIT_MODULE(175, 105, Answer.KILL),
  FINIT_MODULE(313, 273, Answer.KILL),
  DELETE_MODULE(176, 106, Answer.KILL),
  KEXEC_LOAD(246, 104, Answer.KILL),
  KEXEC_FILE_LOAD(320, 294, Answer.KILL),
  BPF(321, 280, Answer.KILL),
  IOPL(172, RefusedCall.NONE),
  IOPERM(173, RefusedCall.NONE),

  // What exploits of the kernel are made of.
  PERF_EVENT_OPEN(298, 241),
  USERFAULTFD(323, 282),
  IO_URING_SETUP(425, 425),
  IO_URING_ENTER(426, 426),
  IO_URING_REGISTER(427, 427),
  KEYCTL(250, 219),
  ADD_KEY(248, 217),
  REQUEST_KEY(249, 218),
  PERSONALITY(135, 92),
  LOOKUP_DCOOKIE(212, 18),

  // Another view of files, processes or the network.
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  PIVOT_ROOT(155, 41),
  CHROOT(161, 51),
  UNSHARE(272, 97),
  SETNS(308, 268),
  OPEN_TREE(428, 428),
  OPEN_TREE_ATTR(467, 467),
  MOVE_MOUNT(429, 429),
  FSOPEN(430, 430),
  FSCONFIG(431, 431),
  FSMOUNT(432, 432),
  FSPICK(433, 433),
  MOUNT_SETATTR(442, 442),
  OPEN_BY_HANDLE_AT(304, 265),
  FANOTIFY_INIT(300, 262),

  // The machine's own affairs.
  ACCT(163, 89),
  QUOTACTL(179, 60),
  REBOOT(169, 142),
  SWAPON(167, 224),
  SWAPOFF(168, 225),
  SYSLOG(103, 116),
  SETTIMEOFDAY(164, 170),
  CLOCK_SETTIME(227, 112),
  CLOCK_ADJTIME(305, 266),
  ADJTIMEX(159, 171);

  /** What the kernel answers. */
  enum Answer {
    /** EPERM: a library may try and go on without. */
    REFUSE,
    /** The process ends: no library of ours would ever try. */
    KILL
  }

  private static final int NONE = -1;

  private final int x86;
  private final int arm;
  private final Answer answer;

  RefusedCall(int x86, int arm) {
    this(x86, arm, Answer.REFUSE);
  }

  RefusedCall(int x86, int arm, Answer answer) {
    this.x86 = x86;
    this.arm = arm;
    this.answer = answer;
  }

  /** As the kernel, seccomp profiles and systemd write it. */
  String callName() {
    return name().toLowerCase(Locale.ROOT);
  }

  Answer answer() {
    return answer;
  }

  boolean existsOn(Processor processor) {
    return number(processor) != NONE;
  }

  int number(Processor processor) {
    return switch (processor) {
      case X86_64 -> x86;
      case AARCH64 -> arm;
    };
  }
}
