package io.quantumvault.paper.inbound;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Rent;
import io.quantumvault.paper.node.RpcNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions about accounts. */
final class AccountMethods {
  private static final int MAX_ACCOUNTS = 100;
  private static final long MAX_SPACE = 10L * 1024 * 1024;

  private final RpcNode node;

  AccountMethods(RpcNode node) {
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
    return Answers.at(
        node, params.config(1), s -> Answers.withContext(s, s.chain().account(address).lamports()));
  }

  private @Nullable Object one(Params params) throws RpcException {
    Address address = params.address(0);
    AccountEncoding encoding = AccountEncoding.of(params.config(1));
    Reading reading = Answers.at(node, params.config(1), s -> new Reading(s, List.of(address)));
    return reading.answer(encoding.encode(reading.accounts().getFirst()));
  }

  private @Nullable Object many(Params params) throws RpcException {
    List<Address> addresses = new ArrayList<>();
    for (String text : params.strings(0, MAX_ACCOUNTS)) {
      addresses.add(Params.address(text));
    }
    AccountEncoding encoding = AccountEncoding.of(params.config(1));
    Reading reading = Answers.at(node, params.config(1), s -> new Reading(s, addresses));
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
    Reading(RpcNode.Sight sight, List<Address> addresses) {
      this(sight.slot(), addresses.stream().map(sight.chain()::account).toList());
    }

    Object answer(@Nullable Object value) {
      return Answers.withContext(slot, value);
    }
  }
}
