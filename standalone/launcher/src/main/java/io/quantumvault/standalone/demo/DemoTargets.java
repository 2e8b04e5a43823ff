package io.quantumvault.standalone.demo;

import java.io.PrintStream;
import java.net.URI;
import java.util.Map;

/**
 * Where the demo finds the running system.
 *
 * @param ownerApi the control plane
 * @param origin the origin the control plane is configured with
 * @param chain JSON-RPC of the paper chain
 * @param operator Kafka client settings of the reading user
 * @param audit runs the verifier
 */
public record DemoTargets(
    URI ownerApi, String origin, URI chain, Map<String, Object> operator, AuditCheck audit) {

  /** The audit trail's verifier. */
  @FunctionalInterface
  public interface AuditCheck {
    /**
     * Verifies the whole trail.
     *
     * @return 0 if it holds
     */
    int run(PrintStream out, PrintStream err);
  }
}
