package io.quantumvault.forensics;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@code /proc/PID/stat} tells (proc_pid_stat(5)).
 *
 * @param state T for stopped, t for stopped by a tracer, Z and X for ended
 * @param cpuTicks time on a processor, in the kernel's ticks of usually 10 ms
 */
record TaskStat(char state, long cpuTicks) {
  private static final Pattern BLANKS = Pattern.compile(" +");
  private static final int UTIME = 11;
  private static final int STIME = 12;

  static TaskStat parse(String line) {
    // The name of the program comes before and may hold blanks and brackets.
    List<String> fields =
        BLANKS.splitAsStream(line.substring(line.lastIndexOf(')') + 1).strip()).toList();
    return new TaskStat(
        fields.getFirst().charAt(0),
        Long.parseLong(fields.get(UTIME)) + Long.parseLong(fields.get(STIME)));
  }

  boolean standsStill() {
    return "TtZX".indexOf(state) >= 0;
  }
}
