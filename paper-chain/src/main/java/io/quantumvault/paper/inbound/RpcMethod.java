package io.quantumvault.paper.inbound;

import org.jspecify.annotations.Nullable;

/** One JSON-RPC method; what it returns is written as JSON. */
@FunctionalInterface
interface RpcMethod {
  @Nullable Object call(Params params) throws RpcException;
}
