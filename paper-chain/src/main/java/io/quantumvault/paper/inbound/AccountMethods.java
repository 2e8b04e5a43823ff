package io.quantumvault.paper.inbound;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.chain.Chain;
import io.quantumvault.paper.chain.Node;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Rent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions about accounts. All commitments read the newest block: this chain has no forks. */
final class AccountMethods {
  private static final int MAX_ACCOUNTS = 100;
  private static final long MAX_SPACE = 10L * 1024 * 1024;

  private final Node node;

  AccountMethods(Node node) {
    this.node = node;
  }

  Map<String, RpcMethod> methods() {
    return Map.of(
        "getBalance", this::balance,
        "getAccountInfo", this::one,
        "getMultipleAccounts", this::many,
        "getMinimumBalanceForRentExemption", AccountMethods::rent);
  }

  private @Nullable Object balance(Params params) throws RpcException {
    Address address = params.address(0);
    Answers.requireSlot(node, params.config(1));
    return node.read(c -> Answers.withContext(c, c.account(address).lamports()));
  }

  private @Nullable Object one(Params params) throws RpcException {
    Address address = params.address(0);
    Answers.requireSlot(node, params.config(1));
    AccountEncoding encoding = AccountEncoding.of(params.config(1));
    Reading reading = node.read(c -> new Reading(c, List.of(address)));
    return reading.answer(encoding.encode(reading.accounts().getFirst()));
  }

  private @Nullable Object many(Params params) throws RpcException {
    List<Address> addresses = new ArrayList<>();
    for (String text : params.strings(0, MAX_ACCOUNTS)) {
      addresses.add(Params.address(text));
    }
    Answers.requireSlot(node, params.config(1));
    AccountEncoding encoding = AccountEncoding.of(params.config(1));
    Reading reading = node.read(c -> new Reading(c, addresses));
    List<@Nullable Object> values = new ArrayList<>();
    for (Account account : reading.accounts()) {
      values.add(encoding.encode(account));
    }
    return reading.answer(values);
  }

  private static Object rent(Params params) throws RpcException {
    long bytes = params.u64(0);
    if (bytes > MAX_SPACE) {
      throw RpcException.invalidParams("Invalid params: data length is too large");
    }
    return Rent.exemptLamports(bytes);
  }

  /** Accounts of one slot; account data is never written to, so it may leave the lock. */
  private record Reading(long slot, List<Account> accounts) {
    Reading(Chain chain, List<Address> addresses) {
      this(chain.slot(), addresses.stream().map(chain::account).toList());
    }

    Object answer(@Nullable Object value) {
      return Answers.withContext(slot, value);
    }
  }
}
