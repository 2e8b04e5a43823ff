package io.quantumvault.control.inbound;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Live: the process answers. Ready: it can do its work. */
@RestController
public final class HealthController {
  private final BooleanSupplier ready;

  public HealthController(BooleanSupplier ready) {
    this.ready = ready;
  }

  @GetMapping("/health/live")
  Map<String, String> live() {
    return Map.of("status", "UP");
  }

  @GetMapping("/health/ready")
  ResponseEntity<Map<String, String>> ready() {
    boolean up = ready.getAsBoolean();
    return ResponseEntity.status(up ? 200 : 503).body(Map.of("status", up ? "UP" : "DOWN"));
  }
}
