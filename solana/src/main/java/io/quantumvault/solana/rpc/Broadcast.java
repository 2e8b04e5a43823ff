package io.quantumvault.solana.rpc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Asks several endpoints the same at once, each on a thread of its own. */
final class Broadcast {
  private Broadcast() {}

  /** Those that are well; if none is, the one whose rest ends first. None of another chain. */
  static List<Endpoint> awake(List<Endpoint> endpoints) {
    var ours = endpoints.stream().filter(endpoint -> !endpoint.isForeign()).toList();
    var awake = ours.stream().filter(endpoint -> !endpoint.rests()).toList();
    return awake.isEmpty()
        ? ours.stream().min(Comparator.comparing(Endpoint::restsUntil)).stream().toList()
        : awake;
  }

  /**
   * Comes back with the first that accepts; the others are told on.
   *
   * @throws ChainRefusedException if none accepted and one refused: the one that says most
   * @throws ChainUnavailableException if none answered; also for an interrupt, which stays set
   */
  static void untilOneAccepts(List<Endpoint> endpoints, Question<?> question) {
    if (endpoints.isEmpty()) {
      throw new ChainUnavailableException(question.method() + " has no endpoint to go to", null);
    }
    var accepted = new CompletableFuture<Boolean>();
    var answers =
        endpoints.stream()
            .map(endpoint ->
                ask(endpoint, question)
                    .whenComplete((ok, problem) -> {
                      if (problem == null) {
                        accepted.complete(true);
                      }
                    }))
            .toList();
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .whenComplete((ok, problem) -> accepted.complete(false));
    try {
      if (!accepted.get()) {
        throw worst(answers);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChainUnavailableException(question.method() + " was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What those said that answered, in no order. */
  static <T> List<T> all(List<Endpoint> endpoints, Question<T> question) {
    var answers = endpoints.stream().map(endpoint -> ask(endpoint, question)).toList();
    var said = new ArrayList<T>();
    for (var answer : answers) {
      try {
        said.add(answer.get());
      } catch (ExecutionException e) {
        // It said nothing; the watch has been told why.
        continue;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return said;
      }
    }
    return said;
  }

  private static <T> CompletableFuture<T> ask(Endpoint endpoint, Question<T> question) {
    return CompletableFuture.supplyAsync(
        () -> JsonRpcClient.ask(endpoint, question),
        task -> Thread.ofVirtual().name("rpc").start(task));
  }

  /** A node that lags does not know the blockhash; another's refusal says more. */
  private static ChainException worst(List<? extends CompletableFuture<?>> answers) {
    return answers.stream()
        .map(CompletableFuture::exceptionNow)
        .map(e ->
            e instanceof ChainException known
                ? known
                : new ChainUnavailableException(String.valueOf(e), e))
        .min(Comparator.comparing(Broadcast::saysLittle))
        .orElseThrow();
  }

  private static int saysLittle(ChainException e) {
    return switch (e) {
      case ChainRefusedException refused when refused.err().contains("BlockhashNotFound") -> 1;
      case ChainRefusedException refused -> refused.isOfTheQuestion() ? 0 : 2;
      case ChainUnavailableException silent -> 3;
    };
  }
}
