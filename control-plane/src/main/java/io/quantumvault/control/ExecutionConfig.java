package io.quantumvault.control;

import io.quantumvault.control.bot.Bots;
import io.quantumvault.control.change.Transactions;
import io.quantumvault.control.change.WalletChanges;
import io.quantumvault.control.grant.Granting;
import io.quantumvault.control.grant.Revocation;
import io.quantumvault.control.inbound.ActivityController;
import io.quantumvault.control.inbound.AgentWalletController;
import io.quantumvault.control.inbound.AlertTemplateController;
import io.quantumvault.control.inbound.BotController;
import io.quantumvault.control.inbound.PolicyController;
import io.quantumvault.control.inbound.TestAlertController;
import io.quantumvault.control.inbound.VenueAccountController;
import io.quantumvault.control.inbound.WebhookController;
import io.quantumvault.control.outbound.HttpAlertDoor;
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
import io.quantumvault.control.owner.VaultKey;
import io.quantumvault.control.stop.AutomaticStops;
import io.quantumvault.control.stop.Resumption;
import io.quantumvault.control.stop.Stopping;
import io.quantumvault.control.trial.AlertDoor;
import io.quantumvault.control.trial.TestAlerts;
import io.quantumvault.control.trial.TestDecisions;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.venue.DriftTradingAccounts;
import io.quantumvault.control.venue.VenueAccounts;
import io.quantumvault.control.wallet.WalletCreation;
import io.quantumvault.control.webhook.SigningSecrets;
import io.quantumvault.control.webhook.Webhooks;
import io.quantumvault.keys.kms.KeyManagement;
import io.quantumvault.kit.password.InternalToken;
import io.quantumvault.kit.password.PasswordFile;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** Wires what gives and takes execution: wallets, bots, grants, stops, webhooks. */
@Configuration(proxyBeanMethods = false)
@Import({
  PostgresWalletStore.class,
  PostgresBotStore.class,
  PostgresGrantStore.class,
  PostgresStopStore.class,
  PostgresWebhookStore.class,
  WalletSnapshots.class,
  PostgresWalletChanges.class,
  VaultKey.class,
  Revocation.class,
  Stopping.class,
  AutomaticStops.class,
  Resumption.class,
  OutboxRoutes.class,
  SigningSecrets.class,
  Webhooks.class,
  AgentWalletController.class,
  BotController.class,
  PolicyController.class,
  AlertTemplateController.class,
  TestDecisions.class,
  TestAlertController.class,
  ActivityController.class,
  VenueAccountController.class
})
class ExecutionConfig {
  /** The stage decides within a second; a person who waits longer looks into the activity. */
  private static final Duration TEST_PATIENCE = Duration.ofSeconds(5);

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
  WebhookController webhookController(
      Webhooks webhooks, SigningSecrets secrets, ControlPlaneSettings settings, JsonMapper json) {
    return new WebhookController(webhooks, secrets, settings.control().webhookBaseUrl(), json);
  }

  @Bean
  AlertDoor alertDoor(ControlPlaneSettings settings) {
    var door = settings.control().testAlerts();
    if (door == null) {
      return AlertDoor.NONE;
    }
    var token = new InternalToken(new PasswordFile(door.tokenFile()));
    token.check();
    return new HttpAlertDoor(URI.create(door.url()), token);
  }

  @Bean
  TestAlerts testAlerts(Bots bots, AlertDoor door, TestDecisions decisions) {
    return new TestAlerts(bots, door, decisions, TEST_PATIENCE);
  }

  @Bean
  VenueAccounts venueAccounts(ControlPlaneSettings settings) {
    return new VenueAccounts(new SolanaReads(settings.chain().urls()));
  }
}
