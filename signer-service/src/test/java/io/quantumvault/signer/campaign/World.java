package io.quantumvault.signer.campaign;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.keys.sign.ServicePublicKeys;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;

/** What all runs share: the real database and the keys of stage, signer and control plane. */
final class World implements AutoCloseable {
  final FileKeyManagement unwrapping;
  final FileKeyManagement wrapping;
  final ServiceKey stage;
  final ServicePublicKeys stageKeys;
  final PhysicalConnections connections;

  /**
   * The script's, and the oracle's, as the owner of all tables, who may do what a superuser may.
   */
  final Connection control;

  final OwnThread oracle;
  private final Platform platform;

  World() throws Exception {
    platform = Platform.startTemporary();
    var folder = Files.createTempDirectory("keys");
    FileKmsKeys.create(KeyName.EXECUTION, 1, folder.resolve("signer"), folder.resolve("control"));
    unwrapping = FileKeyManagement.open(folder.resolve("signer"));
    wrapping = FileKeyManagement.open(folder.resolve("control"));
    ServiceKey.create(
        folder.resolve("intent-signing.key"),
        folder.resolve("signer").resolve("intent-signing.pub"));
    stage = ServiceKey.load(folder.resolve("intent-signing.key"));
    stageKeys = ServicePublicKeys.loadFolder(folder.resolve("signer"), "intent-signing");
    connections = new PhysicalConnections(this::signer);
    control = admin();
    oracle = new OwnThread(admin());
  }

  /** A process that dies unmakes nothing that was committed: no need to wait for the disk here. */
  private Connection signer() throws SQLException {
    var connection = platform.postgres().connect(DatabaseRole.SIGNER);
    CampaignWallet.run(connection, "SET synchronous_commit = off");
    return connection;
  }

  private Connection admin() throws SQLException {
    var connection = platform.postgres().connect(DatabaseRole.MIGRATOR);
    CampaignWallet.run(connection, "SET synchronous_commit = off");
    return connection;
  }

  @Override
  public void close() throws SQLException {
    oracle.close();
    control.close();
    connections.close();
  }
}
