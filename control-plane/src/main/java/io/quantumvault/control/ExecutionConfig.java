package io.quantumvault.control;

import io.quantumvault.control.bot.Bots;
import io.quantumvault.control.change.Transactions;
import io.quantumvault.control.change.WalletChanges;
import io.quantumvault.control.grant.Granting;
import io.quantumvault.control.grant.Revocation;
import io.quantumvault.control.inbound.ActivityController;
import io.quantumvault.control.inbound.AgentWalletController;
import io.quantumvault.control.inbound.BotController;
import io.quantumvault.control.inbound.PolicyController;
import io.quantumvault.control.inbound.VenueAccountController;
import io.quantumvault.control.inbound.WebhookController;
import io.quantumvault.control.outbound.GrantRecords;
import io.quantumvault.control.outbound.Outbox;
import io.quantumvault.control.outbound.OutboxRoutes;
import io.quantumvault.control.outbound.PostgresBotStore;
import io.quantumvault.control.outbound.PostgresGrantStore;
import io.quantumvault.control.outbound.PostgresOwnerStore;
import io.quantumvault.control.outbound.PostgresStopStore;
import io.quantumvault.control.outbound.PostgresWalletChanges;
import io.quantumvault.control.outbound.PostgresWalletStore;
import io.quantumvault.control.outbound.PostgresWebhookStore;
import io.quantumvault.control.outbound.SolanaReads;
import io.quantumvault.control.outbound.WalletSnapshots;
import io.quantumvault.control.owner.UmkSlots;
import io.quantumvault.control.owner.VaultKey;
import io.quantumvault.control.stop.AutomaticStops;
import io.quantumvault.control.stop.Resumption;
import io.quantumvault.control.stop.Stopping;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.venue.DriftTradingAccounts;
import io.quantumvault.control.venue.VenueAccounts;
import io.quantumvault.control.wallet.WalletCreation;
import io.quantumvault.control.webhook.Webhooks;
import io.quantumvault.keys.kms.KeyManagement;
import java.time.Clock;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires what gives and takes execution: wallets, bots, grants, stops, webhooks. */
@Configuration(proxyBeanMethods = false)
@Import({
  AgentWalletController.class,
  BotController.class,
  PolicyController.class,
  ActivityController.class,
  VenueAccountController.class
})
class ExecutionConfig {
  @Bean
  PostgresWalletStore walletStore(JdbcClient jdbc) {
    return new PostgresWalletStore(jdbc);
  }

  @Bean
  PostgresBotStore botStore(JdbcClient jdbc) {
    return new PostgresBotStore(jdbc);
  }

  @Bean
  PostgresGrantStore grantStore(JdbcClient jdbc) {
    return new PostgresGrantStore(jdbc);
  }

  @Bean
  PostgresStopStore stopStore(JdbcClient jdbc) {
    return new PostgresStopStore(jdbc);
  }

  @Bean
  PostgresWebhookStore webhookStore(JdbcClient jdbc) {
    return new PostgresWebhookStore(jdbc);
  }

  @Bean
  WalletChanges walletChanges(
      JdbcClient jdbc, Transactions transactions, GrantRecords grants, Outbox outbox, Clock clock) {
    return new PostgresWalletChanges(
        jdbc, transactions, new WalletSnapshots(jdbc, grants, clock), outbox);
  }

  @Bean
  VaultKey vaultKey(PostgresOwnerStore owners, UmkSlots slots, Clock clock) {
    return new VaultKey(owners, slots, clock);
  }

  @Bean
  WalletCreation walletCreation(
      PostgresWalletStore wallets,
      PostgresOwnerStore owners,
      VaultKey vaultKey,
      Transactions transactions,
      WalletChanges changes,
      VaultEvents events,
      ControlPlaneSettings settings,
      Clock clock) {
    return new WalletCreation(
        wallets, owners, vaultKey, transactions, changes, events, settings.cluster(), clock);
  }

  @Bean
  DriftTradingAccounts tradingAccounts() {
    return new DriftTradingAccounts();
  }

  @Bean
  Bots bots(
      PostgresBotStore bots,
      PostgresWalletStore wallets,
      DriftTradingAccounts accounts,
      WalletChanges changes,
      VaultEvents events,
      ControlPlaneSettings settings,
      Clock clock) {
    return new Bots(bots, wallets, accounts, changes, events, settings.cluster(), clock);
  }

  @Bean
  Granting granting(
      PostgresBotStore bots,
      PostgresGrantStore grants,
      PostgresOwnerStore owners,
      VaultKey vaultKey,
      KeyManagement keys,
      WalletChanges changes,
      VaultEvents events,
      ControlPlaneSettings settings,
      Clock clock) {
    var domains =
        settings.control().origins().stream()
            .map(origin -> origin.substring(origin.indexOf("://") + 3))
            .collect(Collectors.toUnmodifiableSet());
    return new Granting(bots, grants, owners, vaultKey, keys, changes, events, domains, clock);
  }

  @Bean
  Revocation revocation(
      PostgresBotStore bots,
      PostgresGrantStore grants,
      WalletChanges changes,
      VaultEvents events,
      Clock clock) {
    return new Revocation(bots, grants, changes, events, clock);
  }

  @Bean
  Stopping stopping(
      PostgresStopStore stops,
      PostgresBotStore bots,
      PostgresWalletStore wallets,
      WalletChanges changes,
      VaultEvents events,
      Clock clock) {
    return new Stopping(stops, bots, wallets, changes, events, clock);
  }

  @Bean
  AutomaticStops automaticStops(
      PostgresStopStore stops,
      PostgresWalletStore wallets,
      WalletChanges changes,
      VaultEvents events,
      Clock clock) {
    return new AutomaticStops(stops, wallets, changes, events, clock);
  }

  @Bean
  Resumption resumption(
      PostgresStopStore stops,
      PostgresGrantStore grants,
      WalletChanges changes,
      VaultEvents events,
      Clock clock) {
    return new Resumption(stops, grants, changes, events, clock);
  }

  @Bean
  Webhooks webhooks(
      PostgresWebhookStore webhooks,
      PostgresBotStore bots,
      Outbox outbox,
      WalletChanges changes,
      VaultEvents events,
      Clock clock) {
    return new Webhooks(webhooks, bots, new OutboxRoutes(outbox, clock), changes, events, clock);
  }

  @Bean
  WebhookController webhookController(Webhooks webhooks, ControlPlaneSettings settings) {
    return new WebhookController(webhooks, settings.control().webhookBaseUrl());
  }

  @Bean
  VenueAccounts venueAccounts(ControlPlaneSettings settings) {
    return new VenueAccounts(new SolanaReads(settings.chain().urls()));
  }
}
