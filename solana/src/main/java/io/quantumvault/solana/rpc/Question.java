package io.quantumvault.solana.rpc;

import java.util.function.Function;

/**
 * One JSON-RPC question.
 *
 * @param params JSON text, for the commitment of the endpoint that is asked
 * @param read throws {@link Json.JsonException} or {@link IllegalArgumentException} for a result of
 *     another shape
 */
record Question<T>(String method, Function<Commitment, String> params, Function<Result, T> read) {

  /** A result and the commitment it was asked at. */
  record Result(Json json, Commitment commitment) {}

  static <T> Question<T> plain(String method, String params, Function<Json, T> read) {
    return new Question<>(method, level -> params, result -> read.apply(result.json()));
  }
}
