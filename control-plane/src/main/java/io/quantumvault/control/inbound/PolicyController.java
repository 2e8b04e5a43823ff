package io.quantumvault.control.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quantumvault.control.bot.Bots;
import io.quantumvault.control.bot.PolicyVersion;
import io.quantumvault.control.exchange.Caller;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A bot's policy: written whole, without force until a grant names its version and hash. */
@RestController
@RequestMapping("/v1/bots/{id}/policy")
public final class PolicyController {
  private final Bots bots;

  public PolicyController(Bots bots) {
    this.bots = bots;
  }

  /**
   * @param policy the canonical bytes, as they are
   */
  record View(
      long policyVersion, String policySha256, Instant createdAt, @JsonRawValue String policy) {}

  @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Object> write(@PathVariable UUID id, @RequestBody byte[] json, Caller caller) {
    return Problems.created(
        bots.writePolicy(Me.of(caller), id, json, caller.client()), PolicyController::view);
  }

  @GetMapping
  ResponseEntity<Object> newest(@PathVariable UUID id, Caller caller) {
    return Problems.ok(bots.newestPolicy(Me.of(caller), id), PolicyController::view);
  }

  private static View view(PolicyVersion policy) {
    return new View(
        policy.version(),
        HexFormat.of().formatHex(policy.sha256()),
        policy.createdAt(),
        new String(policy.policy(), UTF_8));
  }
}
