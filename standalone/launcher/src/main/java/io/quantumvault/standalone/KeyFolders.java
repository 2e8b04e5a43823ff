package io.quantumvault.standalone;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.sign.ServiceKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * One folder of key files per service, each with only the halves that service may have: the control
 * plane can wrap for the signer and for ingest and unwrap for neither.
 *
 * @param root mode 0700
 */
record KeyFolders(Path root) {
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** Opens the keys, making all of them the first time; a half made set is never used. */
  static KeyFolders in(Path root) {
    if (Files.isDirectory(root)) {
      return new KeyFolders(root);
    }
    try {
      Path aside = Files.createTempDirectory(root.toAbsolutePath().getParent(), ".keys", PRIVATE);
      new KeyFolders(aside).create();
      Files.move(aside, root, StandardCopyOption.ATOMIC_MOVE);
      return new KeyFolders(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void create() throws IOException {
    for (Path folder : new Path[] {controlPlane(), signer(), ingest(), policy(), audit(), open()}) {
      Files.createDirectory(folder, PRIVATE);
    }
    FileKmsKeys.create(KeyName.EXECUTION, 1, signer(), controlPlane());
    FileKmsKeys.create(KeyName.WEBHOOK, 1, ingest(), controlPlane());
    FileKmsKeys.create(KeyName.CONTROL, 1, controlPlane(), controlPlane());
    ServiceKey.create(
        policy().resolve("intent-signing.key"),
        signer().resolve("intent-signing.pub"),
        open().resolve("intent-signing.pub"));
    ServiceKey.create(audit().resolve("audit-checkpoint.key"), auditPublicKey());
  }

  Path controlPlane() {
    return root.resolve("control-plane");
  }

  Path signer() {
    return root.resolve("signer-service");
  }

  Path ingest() {
    return root.resolve("ingest-service");
  }

  Path policy() {
    return root.resolve("policy-stream");
  }

  Path audit() {
    return root.resolve("audit-sink");
  }

  /** Public halves, for whoever checks from outside. */
  Path open() {
    return root.resolve("public");
  }

  Path auditPublicKey() {
    return open().resolve("audit-checkpoint.pub");
  }
}
