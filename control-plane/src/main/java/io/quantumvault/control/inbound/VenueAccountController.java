package io.quantumvault.control.inbound;

import io.quantumvault.control.bot.Bots;
import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.venue.VenueAccounts;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The unsigned transaction that sets up a bot's venue account. */
@RestController
public final class VenueAccountController {
  private final Bots bots;
  private final VenueAccounts accounts;

  public VenueAccountController(Bots bots, VenueAccounts accounts) {
    this.bots = bots;
    this.accounts = accounts;
  }

  record View(String transaction, List<String> steps) {}

  @PostMapping("/v1/bots/{id}/venue-account")
  ResponseEntity<Object> setUp(@PathVariable UUID id, Caller caller) {
    return Problems.ok(
        bots.find(Me.of(caller), id).then(accounts::setUp),
        setUp -> new View(Base64.getEncoder().encodeToString(setUp.transaction()), setUp.steps()));
  }
}
