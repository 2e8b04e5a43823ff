package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.StartRefused;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What stands after a command.
 *
 * @param data the data folder
 * @param flags options without a value that were given
 * @param ports by option, those that were given
 * @param executionKeyPeriod from one version of the grants' wrapping key to the next
 * @param chain what to trade on
 */
record Options(
    Path data,
    Set<String> flags,
    TreeMap<String, Integer> ports,
    Duration executionKeyPeriod,
    ChainChoice chain) {
  private static final String CHAIN_PORT = "--chain-port";
  private static final Set<String> PORTS =
      Set.of("--console-port", "--webhook-port", CHAIN_PORT, "--kafka-port", "--postgres-port");
  private static final int HIGHEST_PORT = 65_535;
  private static final String KEY_HOURS = "--execution-key-hours";
  private static final int MOST_KEY_HOURS = 24 * 365;

  /**
   * Reads them.
   *
   * @param known the flags this command has
   * @throws StartRefused naming the first thing it does not understand
   */
  static Options parse(List<String> arguments, Set<String> known) {
    Path data = Path.of(".quantumvault");
    Set<String> flags = new TreeSet<>();
    TreeMap<String, Integer> ports = new TreeMap<>();
    Duration keyPeriod = SystemSettings.DAILY;
    String cluster = null;
    String rpcUrls = null;
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      if (name.equals("--data")) {
        data = folder(value(arguments, ++i, name));
      } else if (PORTS.contains(name)) {
        ports.put(name, port(value(arguments, ++i, name), name));
      } else if (name.equals(KEY_HOURS)) {
        keyPeriod = hours(value(arguments, ++i, name));
      } else if (name.equals(ChainOptions.CLUSTER) && known.contains(name)) {
        cluster = value(arguments, ++i, name);
      } else if (name.equals(ChainOptions.RPC_URL) && known.contains(name)) {
        rpcUrls = value(arguments, ++i, name);
      } else if (known.contains(name)) {
        flags.add(name);
      } else {
        throw new StartRefused("There is no option " + name + " here; --help lists them.");
      }
    }
    ChainChoice chain = ChainOptions.choice(cluster, rpcUrls);
    if (chain instanceof ChainChoice.Nodes && ports.containsKey(CHAIN_PORT)) {
      throw new StartRefused(CHAIN_PORT + " is the paper chain's, which --rpc-url replaces.");
    }
    return new Options(data.toAbsolutePath().normalize(), flags, ports, keyPeriod, chain);
  }

  private static String value(List<String> arguments, int index, String name) {
    if (index >= arguments.size() || arguments.get(index).startsWith("--")) {
      throw new StartRefused(name + " needs a value after it.");
    }
    return arguments.get(index);
  }

  private static Path folder(String text) {
    try {
      if (!text.isEmpty()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      // said below
    }
    throw new StartRefused("--data needs the path of a folder after it.");
  }

  private static int port(String text, String name) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= HIGHEST_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new StartRefused(name + " needs a number from 0 (any free one) to 65535.");
  }

  private static Duration hours(String text) {
    if (text.matches("[1-9][0-9]{0,3}") && Integer.parseInt(text) <= MOST_KEY_HOURS) {
      return Duration.ofHours(Integer.parseInt(text));
    }
    throw new StartRefused(KEY_HOURS + " needs a number from 1 to " + MOST_KEY_HOURS + ".");
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  SystemSettings settings() {
    SystemSettings usual =
        has("--free-ports") ? SystemSettings.onFreePorts(data) : SystemSettings.in(data);
    return new SystemSettings(
        data,
        ports.getOrDefault("--console-port", usual.consolePort()),
        ports.getOrDefault("--webhook-port", usual.webhookPort()),
        ports.getOrDefault(CHAIN_PORT, usual.chainPort()),
        ports.getOrDefault("--kafka-port", usual.kafkaPort()),
        ports.getOrDefault("--postgres-port", usual.postgresPort()),
        executionKeyPeriod,
        chain);
  }
}
