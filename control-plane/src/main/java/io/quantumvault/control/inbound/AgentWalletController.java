package io.quantumvault.control.inbound;

import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.stop.StopKind;
import io.quantumvault.control.stop.Stopping;
import io.quantumvault.control.wallet.AgentWallet;
import io.quantumvault.control.wallet.WalletStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Agent wallets; they are made by the exchange create_agent_wallet. */
@RestController
@RequestMapping("/v1/agent-wallets")
public final class AgentWalletController {
  private final WalletStore wallets;
  private final Stopping stopping;

  public AgentWalletController(WalletStore wallets, Stopping stopping) {
    this.wallets = wallets;
    this.stopping = stopping;
  }

  record View(
      String agentWallet,
      String signingMode,
      String cluster,
      long stateVersion,
      long totalExecutions,
      @Nullable Instant lastExecutionAt,
      Instant createdAt) {}

  @GetMapping
  List<View> list(Caller caller) {
    return wallets.list(Me.of(caller).owner()).stream().map(AgentWalletController::view).toList();
  }

  @GetMapping("/{address}")
  ResponseEntity<Object> one(@PathVariable String address, Caller caller) {
    return Problems.ok(
        wallets
            .find(Me.of(caller).owner(), address)
            .map(Outcome::done)
            .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND, "agent wallet")),
        AgentWalletController::view);
  }

  @PostMapping("/{address}/stops")
  ResponseEntity<Object> stop(
      @PathVariable String address, @RequestBody StopViews.Asked asked, Caller caller) {
    StopKind kind = StopViews.kind(asked);
    return Problems.created(
        stopping.stopWallet(Me.of(caller), address, kind, caller.client()), StopViews::view);
  }

  @GetMapping("/{address}/stops")
  ResponseEntity<Object> stops(@PathVariable String address, Caller caller) {
    return Problems.ok(
        stopping.holding(Me.of(caller), address),
        stops -> stops.stream().map(StopViews::view).toList());
  }

  private static View view(AgentWallet wallet) {
    return new View(
        wallet.address(),
        wallet.signingMode().name(),
        wallet.cluster(),
        wallet.stateVersion(),
        wallet.totalExecutions(),
        wallet.lastExecutionAt(),
        wallet.createdAt());
  }
}
