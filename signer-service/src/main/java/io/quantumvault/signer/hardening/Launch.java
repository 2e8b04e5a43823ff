package io.quantumvault.signer.hardening;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How this process was started: its flags, its environment, and who looks at it.
 *
 * @param flags JVM arguments as given
 * @param options effective values of the options that matter
 * @param tracer whether a debugger is attached
 */
record Launch(
    List<String> flags,
    Map<String, String> options,
    Map<String, String> environment,
    boolean tracer) {

  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "-agentlib:.*|-agentpath:.*|-javaagent:.*|-Xdebug|-Xrunjdwp.*"
              + "|-XX:\\+(HeapDump.*|CrashOnOutOfMemoryError|FlightRecorder)"
              + "|-XX:(StartFlightRecording|FlightRecorderOptions|OnOutOfMemoryError|OnError|Flags|HeapDumpPath).*"
              + "|-Dcom\\.sun\\.management\\.jmxremote.*");
  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "LD_PRELOAD", "LD_AUDIT");
  private static final Map<String, String> WANTED =
      Map.of(
          "DisableAttachMechanism", "true",
          "EnableDynamicAgentLoading", "false",
          "HeapDumpOnOutOfMemoryError", "false",
          "HeapDumpBeforeFullGC", "false",
          "HeapDumpAfterFullGC", "false",
          "CreateCoredumpOnCrash", "false",
          "UsePerfData", "false");

  static Launch ofThisProcess() {
    var vm = ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class);
    var options = new HashMap<String, String>();
    WANTED.keySet().forEach(name -> options.put(name, vm.getVMOption(name).getValue()));
    return new Launch(
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        options,
        System.getenv(),
        ProcessStatus.traced());
  }

  /** What is wrong, each with what to set instead. */
  List<String> problems() {
    var problems = new ArrayList<String>();
    for (var flag : flags) {
      if (FORBIDDEN.matcher(flag).matches()) {
        problems.add("remove the JVM flag " + flag.split("=", 2)[0]);
      }
    }
    for (var name : VARIABLES) {
      if (environment.containsKey(name)) {
        problems.add("unset the environment variable " + name);
      }
    }
    WANTED.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(e -> !e.getValue().equals(options.get(e.getKey())))
        .forEach(e ->
            problems.add(
                "start with -XX:" + (e.getValue().equals("true") ? "+" : "-") + e.getKey()));
    if (tracer) {
      problems.add("detach the debugger");
    }
    return problems;
  }
}
