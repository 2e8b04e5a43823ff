package io.quantumvault.kit.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.Reveal;
import io.quantumvault.keys.memory.RevealAccess;
import io.quantumvault.keys.memory.SecretMemory;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file that holds a password of Kafka or PostgreSQL. It is read with the reader of key files,
 * which opens it once and examines what it opened: a plain file of at most 4096 bytes that belongs
 * to this process's user or to root and that nobody else may read. The password then has to come
 * onto the heap, since no driver takes it elsewhere.
 *
 * @param path of the file; a link is followed, and what it leads to is what is examined
 */
public record PasswordFile(Path path) {

  /**
   * Reads it and forgets it: for a start, so that a bad file stops it.
   *
   * @throws PasswordFileRefused with what is wrong
   */
  public void check() {
    Arrays.fill(read(), '\0');
  }

  /**
   * The password, without white space at its end; the caller overwrites it.
   *
   * @throws PasswordFileRefused with what is wrong
   */
  public char[] read() {
    byte[] bytes = bytes();
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    try {
      var decoder = UTF_8.newDecoder();
      var result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
      if (result.isError()) {
        result.throwException();
      }
      return stripped(chars.array(), chars.position());
    } catch (CharacterCodingException e) {
      throw new PasswordFileRefused(path, "it is not text in UTF-8");
    } finally {
      Arrays.fill(chars.array(), '\0');
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * The same as text that nobody can overwrite: only for JDBC, which takes nothing else.
   *
   * @throws PasswordFileRefused with what is wrong
   */
  public String readForJdbc() {
    char[] password = read();
    try {
      return String.valueOf(password);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private char[] stripped(char[] text, int length) {
    int end = length;
    while (end > 0 && Character.isWhitespace(text[end - 1])) {
      end--;
    }
    if (end == 0) {
      throw new PasswordFileRefused(path, "it holds no password");
    }
    return Arrays.copyOf(text, end);
  }

  private byte[] bytes() {
    try (SecretMemory content = SecretMemory.readFile(path)) {
      return Reveal.copyOut(content, RevealAccess.token);
    } catch (KeyFileRefused e) {
      throw new PasswordFileRefused(path, e.why());
    }
  }
}
