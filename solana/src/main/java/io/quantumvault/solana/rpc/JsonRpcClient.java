package io.quantumvault.solana.rpc;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * JSON-RPC over HTTP to several nodes that hold the same. One that is silent, overloaded, behind or
 * answers in another shape rests, and the next one is asked, a bounded number of times; where all
 * rest, the one whose rest ends first. Before an endpoint is asked again there is a random pause.
 * An error about the question itself is an answer: nobody else is asked.
 */
final class JsonRpcClient implements AutoCloseable {
  private final RpcSettings settings;
  private final HttpClient http;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();

  JsonRpcClient(RpcSettings settings, EndpointWatch watch, InstantSource clock) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.patience())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    var genesis = new Genesis(settings.origin());
    for (int place = 0; place < settings.endpoints().size(); place++) {
      endpoints.add(new Endpoint(place, settings, genesis, http, clock, watch));
    }
  }

  /** All that are configured, in their order. */
  List<Endpoint> endpoints() {
    return List.copyOf(endpoints);
  }

  /**
   * What some endpoint answers.
   *
   * @throws ChainRefusedException with the last endpoint's error
   * @throws ChainUnavailableException if no endpoint gave an answer; also for an interrupt, which
   *     stays set
   */
  <T> T call(Question<T> question) {
    int known = endpoints.size();
    int attempts = known == 0 ? 0 : Math.max(settings.leastAttempts(), known);
    int[] asked = new int[known];
    Exception last = new IOException("no endpoint is configured");
    for (int attempt = 0; attempt < attempts; attempt++) {
      int place = next(asked);
      if (asked[place] > 0 && isUnknownMethod(last)) {
        break;
      }
      try {
        if (asked[place]++ > 0) {
          Thread.sleep(ThreadLocalRandom.current().nextLong(20, 100L << Math.min(attempt, 4)));
        }
        T answer = endpoints.get(place).ask(question);
        turn.set(place);
        return answer;
      } catch (ChainRefusedException e) {
        if (e.isOfTheQuestion()) {
          throw e;
        }
        last = e;
      } catch (IOException e) {
        last = e;
      } catch (InterruptedException e) {
        throw interrupted(question.method(), e);
      }
    }
    if (last instanceof ChainRefusedException refused) {
      throw refused;
    }
    throw new ChainUnavailableException(
        question.method() + " got no answer from " + known + " endpoints: " + words(last), last);
  }

  /**
   * What one endpoint answers, asked once.
   *
   * @throws ChainRefusedException with its error
   * @throws ChainUnavailableException if it gave no answer
   */
  static <T> T ask(Endpoint endpoint, Question<T> question) {
    try {
      return endpoint.ask(question);
    } catch (IOException e) {
      throw new ChainUnavailableException(
          question.method() + " got no answer from " + endpoint.name() + ": " + words(e), e);
    } catch (InterruptedException e) {
      throw interrupted(question.method(), e);
    }
  }

  /** The first that is well and was not asked yet; else the one whose rest ends first. */
  private int next(int[] asked) {
    int begin = settings.first() == RpcSettings.First.THAT_ANSWERED ? turn.get() : 0;
    var inOrder = new ArrayList<Integer>();
    for (int i = 0; i < asked.length; i++) {
      inOrder.add((begin + i) % asked.length);
    }
    return inOrder.stream()
        .min(
            Comparator.<Integer, Boolean>comparing(place -> endpoints.get(place).isForeign())
                .thenComparing(place -> asked[place])
                .thenComparing(place -> endpoints.get(place).isDueAt()))
        .orElseThrow();
  }

  /** An endpoint learns no method while it is waited for. */
  private static boolean isUnknownMethod(Exception e) {
    return e instanceof ChainRefusedException refused
        && refused.code() == ChainRefusedException.NO_METHOD;
  }

  private static ChainUnavailableException interrupted(String method, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ChainUnavailableException(method + " was interrupted", e);
  }

  /** A refused connection has no message, only a type. */
  private static String words(Exception e) {
    return ShortText.of(
        e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), ShortText.MOST);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
