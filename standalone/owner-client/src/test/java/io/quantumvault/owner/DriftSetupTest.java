package io.quantumvault.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;

class DriftSetupTest {
  private static final String BLOCKHASH = "Dw1DvZce3iPjTCkTt6DJAXLVHEnjsw3teA7txATXhkUr";
  private static final String SYSTEM = "11111111111111111111111111111111";

  @Test
  void derivesTheAccountsTheVenuesOwnLibraryDerives() {
    // From the venue's TypeScript library, version 2.156.0.
    assertThat(DriftSetup.tradingAccount("GJSWPEtYw7t5NssFGeJoHZg7BbwtuZ96Rwu9MztJ1stB", 0))
        .isEqualTo("5UNLe84SXg6TCke4mnYs66VQGJcpuPR1hPe5ArfVgeBg");
    assertThat(DriftSetup.tradingAccount("GJSWPEtYw7t5NssFGeJoHZg7BbwtuZ96Rwu9MztJ1stB", 7))
        .isEqualTo("6am1PuaxdhRYXsqGiDUurfqbbu7FcpPYhStEtzAtQssF");
  }

  @Test
  void endsWithTheBytesOfTheVenuesOwnDelegateInstruction() {
    var wallet = ThrowAwayWallet.create();
    byte[] wire = DriftSetup.openWithDelegate(wallet, 0, true, SYSTEM, BLOCKHASH);
    byte[] expected =
        HexFormat.of()
            .parseHex(
                "8bcd8d8d71245ebb00000000000000000000000000000000000000000000000000000000000000000000");
    assertThat(Arrays.copyOfRange(wire, wire.length - expected.length, wire.length))
        .isEqualTo(expected);
  }

  @Test
  void namesTheSubAccountAndTheDelegateAsTheLayoutHasThem() {
    var wallet = ThrowAwayWallet.create();
    byte[] wire =
        DriftSetup.openWithDelegate(
            wallet, 3, true, "E9urm2NAsEQkY5yRBqN3ADcuSHfu8gh1V6kRE37rjmvn", BLOCKHASH);
    byte[] expected =
        HexFormat.of()
            .parseHex(
                "8bcd8d8d71245ebb0300c37057d8a2f7716c4418644cb521fcb98e6ff4f2170ead952ce84f60b78519bf");
    assertThat(Arrays.copyOfRange(wire, wire.length - expected.length, wire.length))
        .isEqualTo(expected);
  }

  @Test
  void isSignedByTheOwnerOverTheWholeMessage() {
    var wallet = ThrowAwayWallet.create();
    byte[] wire = DriftSetup.openWithDelegate(wallet, 3, false, SYSTEM, BLOCKHASH);
    var verifier = new Ed25519Signer();
    verifier.init(false, new Ed25519PublicKeyParameters(wallet.publicKey()));
    verifier.update(wire, 65, wire.length - 65);
    assertThat(verifier.verifySignature(Arrays.copyOfRange(wire, 1, 65))).isTrue();
  }
}
