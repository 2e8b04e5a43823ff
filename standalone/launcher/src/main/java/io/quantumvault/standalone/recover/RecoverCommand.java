package io.quantumvault.standalone.recover;

import io.quantumvault.keys.derive.Mnemonic;
import io.quantumvault.keys.derive.Passphrase;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.memory.SecretInput;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.SolanaKeypairFile;
import io.quantumvault.keys.memory.TypedSentence;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code qv recover}: the words of an agent wallet on standard input, its address on standard
 * output and, if wanted, its keypair in a file for Solana's own tools. Needs no server, no data, no
 * network.
 */
public final class RecoverCommand {
  private final PrintStream out;
  private final PrintStream err;

  /** Takes where the address and where prompts go. */
  public RecoverCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs it.
   *
   * @return 0 when the address was printed and the file, if any, written
   * @throws StartRefused with what is wrong, no word repeated
   */
  public int run(List<String> arguments) {
    RecoverOptions options = RecoverOptions.parse(arguments);
    if (!KeyMemory.start(true).isFull()) {
      err.println("note: this machine cannot hide memory from its administrator while this runs");
    }
    try (SecretMemory seed = seed(options)) {
      String address = Base58.encode(Ed25519.publicKey(seed));
      if (options.out() != null) {
        write(options.out(), seed);
      }
      out.println(address);
      return 0;
    }
  }

  private SecretMemory seed(RecoverOptions options) {
    boolean typed = Terminal.isStandardInput();
    try (SecretMemory entropy = entropy(typed, options.passphrase());
        SecretMemory passphrase = options.passphrase() ? passphrase(typed) : null) {
      return Mnemonic.seedOf(entropy, passphrase, options.account());
    }
  }

  private SecretMemory entropy(boolean typed, boolean passphraseFollows) {
    SecretInput.Until until =
        typed || passphraseFollows ? SecretInput.Until.LINE_END : SecretInput.Until.END;
    try (SecretMemory words = read(typed, "the words, on one line: ", until)) {
      return switch (TypedSentence.read(words)) {
        case TypedSentence.Read.Entropy entropy -> entropy.secret();
        case TypedSentence.Read.WrongCount wrong ->
            throw new StartRefused(
                "these are %d words; a mnemonic has 12, 15, 18, 21 or 24."
                    .formatted(wrong.words()));
        case TypedSentence.Read.UnknownWord unknown ->
            throw new StartRefused(
                "word %d is not in the English BIP-39 list; check its spelling."
                    .formatted(unknown.position()));
        case TypedSentence.Read.WrongChecksum wrong ->
            throw new StartRefused(
                "the words do not belong together: one is wrong or their order is; check each.");
      };
    }
  }

  private @Nullable SecretMemory passphrase(boolean typed) {
    try (SecretMemory line = read(typed, "the passphrase: ", SecretInput.Until.LINE_END)) {
      return Passphrase.normalised(line);
    }
  }

  private SecretMemory read(boolean typed, String prompt, SecretInput.Until until) {
    try {
      if (!typed) {
        return SecretInput.read(until);
      }
      err.print(prompt);
      err.flush();
      try (Terminal silent = Terminal.silent()) {
        return SecretInput.read(until);
      } finally {
        err.println();
      }
    } catch (IllegalArgumentException e) {
      throw new StartRefused(
          e.getMessage() + "; wanted: " + prompt.replace(": ", "") + " on standard input.");
    }
  }

  private static void write(Path file, SecretMemory seed) {
    try {
      SolanaKeypairFile.create(file, seed);
    } catch (KeyFileRefused e) {
      throw new StartRefused("the keypair could not be written to " + file + "; is it writable?");
    }
  }
}
