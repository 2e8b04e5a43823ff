package io.quantumvault.standalone;

import io.quantumvault.audit.verify.AuditVerify;
import io.quantumvault.schemas.Principal;
import io.quantumvault.standalone.demo.Demo;
import io.quantumvault.standalone.demo.DemoTargets;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.io.IOException;
import java.io.PrintStream;

/**
 * The demo on a system that is ready.
 *
 * @param once end after the last step instead of staying up
 */
record DemoRun(boolean once, PrintStream out, PrintStream err) implements UpCommand.Work {
  @Override
  public int on(StandaloneSystem system, UpCommand.Staying staying) throws InterruptedException {
    int exit = script(system);
    if (once) {
      return exit;
    }
    out.println();
    out.println("The system stays up; owner API at " + system.addresses().console());
    out.println("Ctrl-C or ./qv down stops it.");
    out.flush();
    return staying.stay();
  }

  private int script(StandaloneSystem system) throws InterruptedException {
    try {
      if (Demo.run(targets(system), out)) {
        return 0;
      }
      err.println("qv: not everything ended as it must.");
    } catch (IOException e) {
      err.println("qv: the demo broke off: " + e.getMessage());
    }
    return 1;
  }

  private static DemoTargets targets(StandaloneSystem system) {
    Platform platform = system.platform();
    return new DemoTargets(
        system.addresses().console(),
        system.origin(),
        system.addresses().chainRpc(),
        platform.clientSettings(Principal.OPERATOR),
        (out, err) ->
            AuditVerify.run(
                Command.verifyArguments(
                    system.addresses().jdbcUrl(),
                    platform.postgres().passwordFile(DatabaseRole.AUDIT),
                    system.auditPublicKey(),
                    platform.dataDir()),
                out,
                err));
  }
}
