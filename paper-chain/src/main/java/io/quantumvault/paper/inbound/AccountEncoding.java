package io.quantumvault.paper.inbound;

import io.quantumvault.paper.ledger.Account;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitcoinj.base.Base58;
import org.jspecify.annotations.Nullable;

/** How account data is asked for: as base64, or short data as base58, and which part of it. */
record AccountEncoding(boolean base58, long offset, long length) {
  private static final int MAX_BASE58 = 128;
  private static final BigInteger NO_RENT_EPOCH = new BigInteger("18446744073709551615");

  static AccountEncoding of(Params.Config config) throws RpcException {
    String encoding = config.string("encoding", "base64");
    boolean base58 = encoding.equals("base58");
    if (!base58 && !encoding.equals("base64") && !encoding.equals("jsonParsed")) {
      throw RpcException.invalidParams("Invalid params: unknown or unsupported encoding");
    }
    Params.Config slice = config.object("dataSlice");
    return new AccountEncoding(
        base58, slice.number("offset", 0), slice.number("length", Integer.MAX_VALUE));
  }

  /** Null for an address that holds nothing. */
  @Nullable Object encode(Account account) throws RpcException {
    if (!account.exists()) {
      return null;
    }
    byte[] data = account.data();
    int from = Math.clamp(offset, 0, data.length);
    int to = Math.clamp(from + Math.max(0, length), from, data.length);
    byte[] part = Arrays.copyOfRange(data, from, to);
    if (base58 && part.length > MAX_BASE58) {
      throw new RpcException(
          RpcException.INVALID_REQUEST,
          "Encoded binary (base 58) data should be less than 128 bytes, please use Base64"
              + " encoding.");
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("lamports", account.lamports());
    json.put(
        "data",
        base58
            ? List.of(Base58.encode(part), "base58")
            : List.of(Base64.getEncoder().encodeToString(part), "base64"));
    json.put("owner", account.owner().toString());
    json.put("executable", account.executable());
    json.put("rentEpoch", NO_RENT_EPOCH);
    json.put("space", data.length);
    return json;
  }
}
