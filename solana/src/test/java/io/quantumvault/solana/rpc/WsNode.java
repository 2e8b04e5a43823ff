package io.quantumvault.solana.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;

/** A WebSocket server on loopback that takes text and says what a test tells it to. */
final class WsNode implements AutoCloseable {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");

  /** Every text message as it came. */
  final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /** Every connection as it was accepted. */
  final BlockingQueue<Socket> connections = new LinkedBlockingQueue<>();

  /** Every connection as it ended. */
  final BlockingQueue<Socket> gone = new LinkedBlockingQueue<>();

  private final ServerSocket server;

  WsNode() throws IOException {
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI uri() {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      return;
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      shake(in, socket.getOutputStream());
      connections.add(socket);
      while (true) {
        heard.add(text(in));
      }
    } catch (IOException | java.security.GeneralSecurityException e) {
      gone.add(socket);
    }
  }

  private static void shake(DataInputStream in, OutputStream out)
      throws IOException, java.security.GeneralSecurityException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    var key = KEY.matcher(head);
    if (!key.find()) {
      throw new IOException("no key");
    }
    var accept =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-1")
                    .digest((key.group(1) + MAGIC).getBytes(ISO_8859_1)));
    out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + accept
                + "\r\n\r\n")
            .getBytes(ISO_8859_1));
    out.flush();
  }

  /** One whole, masked, short text frame. */
  private static String text(DataInputStream in) throws IOException {
    int opcode = in.readUnsignedByte() & 0x0F;
    int length = in.readUnsignedByte() & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    byte[] mask = in.readNBytes(4);
    byte[] data = in.readNBytes(length);
    for (int i = 0; i < data.length; i++) {
      data[i] ^= mask[i % 4];
    }
    if (opcode != 1) {
      throw new IOException("no text");
    }
    return new String(data, UTF_8);
  }

  static void say(Socket to, String text) throws IOException {
    byte[] data = text.getBytes(UTF_8);
    var frame = ByteBuffer.allocate(data.length + 10).put((byte) 0x81);
    if (data.length < 126) {
      frame.put((byte) data.length);
    } else if (data.length < 65_536) {
      frame.put((byte) 126).putShort((short) data.length);
    } else {
      frame.put((byte) 127).putLong(data.length);
    }
    frame.put(data);
    to.getOutputStream().write(frame.array(), 0, frame.position());
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : connections) {
      socket.close();
    }
  }
}
