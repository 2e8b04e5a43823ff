package io.quantumvault.control.inbound;

import io.quantumvault.control.bot.Bot;
import io.quantumvault.control.bot.BotStore;
import io.quantumvault.control.bot.Bots;
import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.grant.GrantStore;
import io.quantumvault.control.stop.StopStore;
import io.quantumvault.control.stop.Stopping;
import io.quantumvault.control.webhook.Webhooks;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** An owner's bots, their state and their stops. */
@RestController
@RequestMapping("/v1/bots")
public final class BotController {
  private final Bots bots;
  private final BotStore store;
  private final GrantStore grants;
  private final StopStore stops;
  private final Stopping stopping;
  private final Webhooks webhooks;
  private final Clock clock;

  public BotController(
      Bots bots,
      BotStore store,
      GrantStore grants,
      StopStore stops,
      Stopping stopping,
      Webhooks webhooks,
      Clock clock) {
    this.bots = bots;
    this.store = store;
    this.grants = grants;
    this.stops = stops;
    this.stopping = stopping;
    this.webhooks = webhooks;
    this.clock = clock;
  }

  record Wanted(
      @Nullable String agentWallet,
      @Nullable String name,
      @Nullable String venue,
      @Nullable Integer subAccount) {}

  record Renamed(@Nullable String name) {}

  record GrantState(
      UUID grantId, long grantSequence, long policyVersion, Instant startsAt, Instant expiresAt) {}

  record View(
      UUID botId,
      String name,
      String agentWallet,
      String venue,
      String tradingAccount,
      String tradingAuthority,
      int subAccount,
      @Nullable Long newestPolicyVersion,
      @Nullable GrantState grant,
      List<StopViews.View> stops,
      List<WebhookController.View> webhooks,
      Instant createdAt) {}

  @GetMapping
  List<View> list(Caller caller) {
    return bots.list(Me.of(caller)).stream().map(this::view).toList();
  }

  @PostMapping
  ResponseEntity<Object> create(@RequestBody Wanted wanted, Caller caller) {
    if (wanted.agentWallet() == null || wanted.name() == null || wanted.subAccount() == null) {
      throw new IllegalRequest("agentWallet, name and subAccount are needed");
    }
    var asked =
        new Bots.Wanted(
            wanted.agentWallet(),
            wanted.name(),
            Objects.requireNonNullElse(wanted.venue(), "drift-v2"),
            wanted.subAccount());
    return Problems.created(bots.create(Me.of(caller), asked, caller.client()), this::view);
  }

  @GetMapping("/{id}")
  ResponseEntity<Object> one(@PathVariable UUID id, Caller caller) {
    return Problems.ok(bots.find(Me.of(caller), id), this::view);
  }

  @PutMapping("/{id}")
  ResponseEntity<Object> rename(@PathVariable UUID id, @RequestBody Renamed to, Caller caller) {
    if (to.name() == null) {
      throw new IllegalRequest("name is needed");
    }
    return Problems.ok(bots.rename(Me.of(caller), id, to.name()), this::view);
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Object> delete(@PathVariable UUID id, Caller caller) {
    return Problems.answer(
        bots.delete(Me.of(caller), id, caller.client(), this::end),
        bot -> ResponseEntity.noContent().build());
  }

  @PostMapping("/{id}/stops")
  ResponseEntity<Object> stop(
      @PathVariable UUID id, @RequestBody StopViews.Asked asked, Caller caller) {
    var kind = StopViews.kind(asked);
    return Problems.created(
        stopping.stopBot(Me.of(caller), id, kind, caller.client()), StopViews::view);
  }

  /** What belongs to a deleted bot ends with it, in the same transaction. */
  private void end(Bot bot) {
    grants.endLive(bot.id(), clock.instant());
    webhooks.closeAll(bot);
  }

  private View view(Bot bot) {
    return new View(
        bot.id(),
        bot.name(),
        bot.agentWallet(),
        bot.venue(),
        bot.tradingAccount(),
        bot.tradingAuthority(),
        bot.subAccount(),
        store.newestPolicy(bot.id()).map(policy -> policy.version()).orElse(null),
        grants
            .liveOf(bot.id())
            .map(g ->
                new GrantState(
                    g.grantId(), g.grantSequence(), g.policyVersion(), g.startsAt(), g.expiresAt()))
            .orElse(null),
        stops.holding(bot.agentWallet()).stream()
            .filter(stop -> stop.botId() == null || stop.botId().equals(bot.id()))
            .map(StopViews::view)
            .toList(),
        webhooks.of(bot).stream().map(WebhookController::view).toList(),
        bot.createdAt());
  }
}
