package io.quantumvault.signer;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and PostgreSQL and counts what the client sends: each Execute is a
 * statement, each Sync a round trip. (PostgreSQL's frontend protocol 3.)
 */
final class FrontendCounter implements AutoCloseable {
  private final ServerSocket listening;
  private final int server;
  private final AtomicInteger statements = new AtomicInteger();
  private final AtomicInteger roundTrips = new AtomicInteger();

  FrontendCounter(int server) throws IOException {
    this.server = server;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  int statements() {
    return statements.get();
  }

  int roundTrips() {
    return roundTrips.get();
  }

  void reset() {
    statements.set(0);
    roundTrips.set(0);
  }

  private void accept() {
    try {
      while (true) {
        var client = listening.accept();
        var there = new Socket(InetAddress.getLoopbackAddress(), server);
        client.setTcpNoDelay(true);
        there.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pump(() -> answers(there, client)));
        Thread.ofVirtual().start(() -> pump(() -> questions(client, there)));
      }
    } catch (IOException e) {
      // Closed: no more are taken.
      return;
    }
  }

  private interface Pump {
    void run() throws IOException;
  }

  private static void pump(Pump pump) {
    try {
      pump.run();
    } catch (IOException e) {
      // One side has gone; the other notices.
      return;
    }
  }

  private static void answers(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    }
  }

  private void questions(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      var in = new DataInputStream(from.getInputStream());
      var out = to.getOutputStream();
      // What asks for encryption and what begins have no type; a request is 8 bytes long.
      int length;
      do {
        length = in.readInt();
        byte[] body = in.readNBytes(length - 4);
        out.write(ByteBuffer.allocate(length).putInt(length).put(body).array());
        out.flush();
      } while (length == 8);
      while (true) {
        byte type = in.readByte();
        int size = in.readInt();
        if (type == 'E') {
          statements.incrementAndGet();
        } else if (type == 'S') {
          roundTrips.incrementAndGet();
        }
        byte[] body = in.readNBytes(size - 4);
        out.write(ByteBuffer.allocate(size + 1).put(type).putInt(size).put(body).array());
        out.flush();
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
