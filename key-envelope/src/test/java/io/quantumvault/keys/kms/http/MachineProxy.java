package io.quantumvault.keys.kms.http;

import com.sun.net.httpserver.HttpExchange;
import io.quantumvault.keys.kms.KmsServer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A proxy that this whole process is told to use, until it is closed. */
final class MachineProxy extends KmsServer {
  private final Map<String, @Nullable String> before = new HashMap<>();

  MachineProxy() {
    for (String scheme : new String[] {"http", "https"}) {
      set(scheme + ".proxyHost", "127.0.0.1");
      set(scheme + ".proxyPort", Integer.toString(port()));
    }
    // Else addresses of this machine would go around it.
    set("http.nonProxyHosts", "");
  }

  private void set(String property, String value) {
    before.put(property, System.getProperty(property));
    System.setProperty(property, value);
  }

  @Override
  protected Answer answer(HttpExchange request, byte[] body) {
    return new Answer(502, "");
  }

  @Override
  public void close() {
    before.forEach((property, value) -> {
      if (value == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, value);
      }
    });
    super.close();
  }
}
