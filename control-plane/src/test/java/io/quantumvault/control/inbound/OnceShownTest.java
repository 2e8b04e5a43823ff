package io.quantumvault.control.inbound;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OnceShownTest {
  private final Map<String, Object> told = new HashMap<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private boolean broken;

  @Test
  void whatIsShownOnceIsForNoCacheAndWipedWhenItIsSent() throws Exception {
    byte[] body = "{\"signingSecret\":\"whsec_x\"}".getBytes(US_ASCII);

    assertThat(OnceShown.answer(Outcome.done(body), response())).isNull();

    assertThat(written.toString(US_ASCII)).isEqualTo("{\"signingSecret\":\"whsec_x\"}");
    assertThat(told)
        .containsEntry("setStatus", 201)
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("setContentLength", body.length);
    assertThat(body).containsOnly(0);
  }

  @Test
  void itIsWipedWhenNobodyTakesItToo() {
    byte[] body = "{\"signingSecret\":\"whsec_x\"}".getBytes(US_ASCII);
    broken = true;

    assertThatThrownBy(() -> OnceShown.answer(Outcome.done(body), response()))
        .isInstanceOf(IOException.class);

    assertThat(body).containsOnly(0);
  }

  @Test
  void aRefusalIsAProblem() throws Exception {
    var answer =
        Objects.requireNonNull(
            OnceShown.answer(Outcome.refused(Refusal.LIMIT_REACHED, "two"), response()));

    assertThat(answer.getStatusCode().value()).isEqualTo(409);
    assertThat(written.size()).isZero();
  }

  private HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            OnceShownTest.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "getOutputStream" -> {
                  return stream();
                }
                case "setHeader" -> told.put((String) arguments[0], arguments[1]);
                default -> told.put(method.getName(), arguments[0]);
              }
              return null;
            });
  }

  private ServletOutputStream stream() {
    return new ServletOutputStream() {
      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setWriteListener(WriteListener listener) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void write(int b) throws IOException {
        if (broken) {
          throw new IOException("broken pipe");
        }
        written.write(b);
      }
    };
  }
}
