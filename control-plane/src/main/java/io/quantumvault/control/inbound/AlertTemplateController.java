package io.quantumvault.control.inbound;

import io.quantumvault.control.bot.Bots;
import io.quantumvault.control.bot.PolicyVersion;
import io.quantumvault.control.exchange.Caller;
import io.quantumvault.schemas.alert.AlertTemplate;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The messages to paste into a chart's alerts, for the first market of the bot's policy. */
@RestController
public final class AlertTemplateController {
  private final Bots bots;

  public AlertTemplateController(Bots bots) {
    this.bots = bots;
  }

  /**
   * @param templates messages as they are pasted
   * @param fields a note for each of their fields
   */
  record View(
      UUID botId,
      String market,
      List<String> allowedMarkets,
      List<AlertTemplate> templates,
      Map<String, String> fields) {}

  @GetMapping("/v1/bots/{id}/alert-template")
  ResponseEntity<Object> of(@PathVariable UUID id, Caller caller) {
    return Problems.ok(bots.newestPolicy(Me.of(caller), id), policy -> view(id, policy));
  }

  private static View view(UUID id, PolicyVersion policy) {
    List<String> markets = markets(policy);
    String market = markets.getFirst();
    return new View(id, market, markets, AlertTemplate.of(market), AlertTemplate.notes());
  }

  private static List<String> markets(PolicyVersion policy) {
    try {
      return PolicyDocument.parse(policy.policy()).allowedMarkets();
    } catch (PolicyFormatException e) {
      // It was read when it was written: whoever changed it since did not come through here.
      throw new IllegalStateException("the stored policy cannot be read", e);
    }
  }
}
