package io.quantumvault.ingest.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** Writes what no client library would, from any address of this machine's loopback. */
final class RawClient implements AutoCloseable {
  private final Socket socket = new Socket();

  private RawClient(String from, int port) throws IOException {
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.setSoTimeout(60_000);
    socket.setTcpNoDelay(true);
    try {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 60_000);
    } catch (ConnectException e) {
      throw e;
    } catch (SocketException e) {
      // Let in and thrown out again before this side knew of the first: so there is no answer.
    }
  }

  static RawClient to(int port) throws IOException {
    return from("127.0.0.1", port);
  }

  static RawClient from(String address, int port) throws IOException {
    return new RawClient(address, port);
  }

  RawClient write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return this;
  }

  /** All that comes until the server ends the connection. */
  String readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    try {
      for (int read; (read = socket.getInputStream().read(part)) >= 0; ) {
        all.write(part, 0, read);
      }
    } catch (SocketException e) {
      // A reset is an end too; what came before it counts.
    }
    return all.toString(ISO_8859_1);
  }

  /** The first line of the next answer; empty where the connection ended before there was one. */
  String readStatusLine() throws IOException {
    StringBuilder line = new StringBuilder();
    try {
      for (int read; (read = socket.getInputStream().read()) >= 0; ) {
        if (read != '\r' && read != '\n') {
          line.append((char) read);
        } else if (line.indexOf("HTTP/1.1 ") >= 0) {
          // The body of the answer before it ends without a line break.
          return line.substring(line.indexOf("HTTP/1.1 "));
        } else {
          line.setLength(0);
        }
      }
    } catch (SocketException e) {
      // The same.
    }
    return "";
  }

  /**
   * Sends this byte again and again, some fifty times a second, until the server has had enough.
   */
  String drip(char drop) throws IOException {
    socket.setSoTimeout(20);
    while (true) {
      try {
        socket.getOutputStream().write(drop);
        int first = socket.getInputStream().read();
        socket.setSoTimeout(60_000);
        return first < 0 ? "" : (char) first + readToEnd();
      } catch (SocketTimeoutException e) {
        // Nothing yet.
      } catch (SocketException e) {
        return "";
      }
    }
  }

  /** Sends this for as long as the other side takes it, and reads nothing. */
  void writeUntilCut(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    try {
      while (true) {
        socket.getOutputStream().write(bytes);
      }
    } catch (IOException e) {
      // The server has ended it.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
