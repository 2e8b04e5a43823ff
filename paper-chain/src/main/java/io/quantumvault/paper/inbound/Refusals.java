package io.quantumvault.paper.inbound;

/** Says what is wrong with the parameters of the chain's own methods. */
final class Refusals {
  private Refusals() {}

  static RpcMethod named(RpcMethod method) {
    return params -> {
      try {
        return method.call(params);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw RpcException.invalidParams("Invalid params: " + e.getMessage());
      }
    };
  }
}
