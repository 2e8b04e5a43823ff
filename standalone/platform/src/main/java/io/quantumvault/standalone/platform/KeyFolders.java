package io.quantumvault.standalone.platform;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyRotation;
import io.quantumvault.keys.kms.file.KeyPlace;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.NewFile;
import io.quantumvault.keys.memory.PublicFile;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.X25519;
import io.quantumvault.keys.sign.ServiceKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One folder of key files per service, each with only the halves that service may have: the control
 * plane can wrap for the signer and for ingest and unwrap for neither.
 *
 * <p>What is missing is made, what exists is never changed. A public half that is missing is told
 * from its private half; a private half that is gone is not replaced, since what was sealed for it
 * would be lost unnoticed. What a crash left half-written is removed.
 *
 * @param root of the folders
 */
public record KeyFolders(Path root) {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  /**
   * Opens the keys, making what is missing.
   *
   * @throws StartRefused when a public half is there without its private half
   */
  public static KeyFolders in(Path root) {
    KeyFolders keys = new KeyFolders(root);
    try {
      Files.createDirectories(root, PosixFilePermissions.asFileAttribute(PRIVATE));
      for (Path folder : keys.privateFolders()) {
        makeFolder(folder, PRIVATE);
      }
      makeFolder(keys.open(), PRIVATE);
      for (Path folder : keys.folders()) {
        NewFile.removeUnfinished(folder);
      }
      keys.complete();
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void complete() throws IOException {
    kmsKey("execution", signer(), controlPlane());
    kmsKey("webhook", ingest(), controlPlane());
    kmsKey("control", controlPlane());
    key(
        policy().resolve("intent-signing.key"),
        KeyFolders::ed25519,
        signer().resolve("intent-signing.pub"),
        open().resolve("intent-signing.pub"));
    key(audit().resolve("audit-checkpoint.key"), KeyFolders::ed25519, auditPublicKey());
  }

  /**
   * The newest version of a key, whose public half must be there; what older ones lack was taken
   * out of use. A public half that is newer than every private one is refused: what is wrapped
   * under it would be lost.
   */
  private static void kmsKey(String name, Path unwrapper, Path... wrappers) throws IOException {
    int newest = newestVersion(name, unwrapper, "key");
    for (Path wrapper : wrappers) {
      newest = Math.max(newest, newestVersion(name, wrapper, "pub"));
    }
    String version = "kms-" + name + "-v" + Math.max(newest, 1);
    Path[] halves =
        Stream.of(wrappers).map(folder -> folder.resolve(version + ".pub")).toArray(Path[]::new);
    key(unwrapper.resolve(version + ".key"), KeyFolders::x25519, halves);
  }

  private static int newestVersion(String name, Path folder, String half) throws IOException {
    Pattern form = Pattern.compile("kms-" + name + "-v([1-9][0-9]{0,8})\\." + half);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> form.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToInt(file -> Integer.parseInt(file.group(1)))
          .max()
          .orElse(0);
    }
  }

  /** Makes and destroys versions of the wrapping keys. */
  public FileKeyRotation rotation() {
    return new FileKeyRotation(
        Map.of(
            KeyName.EXECUTION, new KeyPlace(signer(), controlPlane()),
            KeyName.WEBHOOK, new KeyPlace(ingest(), controlPlane()),
            KeyName.CONTROL, new KeyPlace(controlPlane(), controlPlane())));
  }

  private static void key(Path key, Function<Path, byte[]> publicHalf, Path... halves)
      throws IOException {
    List<Path> missing = Stream.of(halves).filter(half -> !Files.exists(half)).toList();
    if (!Files.exists(key)) {
      if (missing.size() < halves.length) {
        throw new StartRefused(
            "The key file " + key + " is gone while its public half exists; put it back.");
      }
      try (SecretMemory fresh = SecretMemory.random(KeyFile.KEY_BYTES)) {
        KeyFile.create(key, fresh);
      }
    }
    if (!missing.isEmpty()) {
      FileOwner.current().takeOver(key); // a key file is read by its owner only
      byte[] half = publicHalf.apply(key);
      missing.forEach(file -> PublicFile.create(file, half));
    }
  }

  private static byte[] x25519(Path key) {
    try (SecretMemory privateHalf = KeyFile.load(key)) {
      return X25519.publicKey(privateHalf);
    }
  }

  private static byte[] ed25519(Path key) {
    try (ServiceKey service = ServiceKey.load(key)) {
      return service.publicKey();
    }
  }

  private static void makeFolder(Path folder, Set<PosixFilePermission> mode) throws IOException {
    Files.createDirectories(folder);
    if (!Files.getPosixFilePermissions(folder).equals(mode)) {
      Files.setPosixFilePermissions(folder, mode);
    }
  }

  /** Gives each service's folder and all in it to the account the service runs as. */
  void giveTo(FileOwner services, FileOwner signerOwner) throws IOException {
    for (Path folder : privateFolders()) {
      FileOwner owner = folder.equals(signer()) ? signerOwner : services;
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          owner.takeOver(file);
        }
      }
      owner.takeOver(folder);
    }
    // Whoever checks from outside the containers reads the public halves.
    Files.setPosixFilePermissions(open(), READABLE);
  }

  private List<Path> folders() {
    return Stream.concat(privateFolders().stream(), Stream.of(open())).toList();
  }

  private List<Path> privateFolders() {
    return List.of(controlPlane(), signer(), ingest(), policy(), audit());
  }

  public Path controlPlane() {
    return root.resolve("control-plane");
  }

  public Path signer() {
    return root.resolve("signer-service");
  }

  public Path ingest() {
    return root.resolve("ingest-service");
  }

  public Path policy() {
    return root.resolve("policy-stream");
  }

  public Path audit() {
    return root.resolve("audit-sink");
  }

  /** Public halves, for whoever checks from outside. */
  public Path open() {
    return root.resolve("public");
  }

  /** Verifies the audit trail's checkpoints. */
  public Path auditPublicKey() {
    return open().resolve("audit-checkpoint.pub");
  }
}
