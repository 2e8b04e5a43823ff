package io.quantumvault.keys.kms.choice;

import io.quantumvault.keys.kms.Provider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The providers there are in this process; one of them is chosen. */
record ProvidersOnClassPath(List<KmsProvider> all) {
  private static final String NAMES =
      String.join(", ", Stream.of(Provider.values()).map(Provider::text).toList());

  /** A provider whose jar may be missing: the jar, and a setting that nobody sets for another. */
  private record Missing(String jar, String setting) {}

  private static final Map<Provider, Missing> JARS =
      Map.of(
          Provider.PKCS11, new Missing("kms-pkcs11", "pkcs11.library"),
          Provider.TRANSIT, new Missing("kms-transit", "transit.address"),
          Provider.AWS_KMS, new Missing("kms-aws", "aws.region"));

  static ProvidersOnClassPath find() {
    return new ProvidersOnClassPath(
        ServiceLoader.load(KmsProvider.class, KmsProvider.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  KmsSettings choose(KmsProperties properties, Path keysDir) {
    Provider chosen = named(properties.or("provider", Provider.FILE.text()));
    refuseOthers(properties, chosen);
    return provider(chosen).orElseThrow(() -> notThere(chosen)).read(properties, keysDir);
  }

  private static Provider named(String text) {
    return Stream.of(Provider.values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow(() -> KmsProperties.refused("provider", "is none of " + NAMES));
  }

  private Optional<KmsProvider> provider(Provider wanted) {
    return all.stream().filter(each -> each.provider() == wanted).findFirst();
  }

  private static IllegalArgumentException notThere(Provider chosen) {
    Missing missing = JARS.get(chosen);
    String jar = missing == null ? "key-envelope" : missing.jar();
    return KmsProperties.refused(
        "provider",
        "is %s, but %s is not on the class path: add the jars of its folder, kms/%s of the distribution"
            .formatted(chosen.text(), jar, jar.replace("kms-", "")));
  }

  /** A service that was meant to use another one must not fall back to files in silence. */
  private void refuseOthers(KmsProperties properties, Provider chosen) {
    for (KmsProvider each : all) {
      if (each.provider() != chosen) {
        each.settings().stream()
            .sorted()
            .forEach(name -> refuse(properties, name, each.provider(), chosen));
      }
    }
    JARS.forEach((provider, missing) -> {
      if (provider != chosen) {
        refuse(properties, missing.setting(), provider, chosen);
      }
    });
  }

  private static void refuse(
      KmsProperties properties, String name, Provider other, Provider chosen) {
    if (properties.isSet(name)) {
      throw KmsProperties.refused(
          name,
          "is for the provider %s, but provider is %s".formatted(other.text(), chosen.text()));
    }
  }
}
