package io.quantumvault.control.inbound;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its answer, as far as a filter sees them; what it does not know throws. */
final class TestRequest {
  private final String method;
  private final String path;
  private final Map<String, String> headers = new HashMap<>();
  private final List<Cookie> cookies = new ArrayList<>();
  private final Map<String, Object> attributes = new HashMap<>();
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private long length = -1;
  private int status;

  TestRequest(String method, String path) {
    this.method = method;
    this.path = path;
  }

  TestRequest header(String name, String value) {
    headers.put(name.toLowerCase(Locale.ROOT), value);
    return this;
  }

  TestRequest cookie(String name, String value) {
    cookies.add(new Cookie(name, value));
    return this;
  }

  TestRequest length(long bytes) {
    length = bytes;
    return this;
  }

  int status() {
    return status;
  }

  String answer() {
    return answer.toString(StandardCharsets.UTF_8);
  }

  @Nullable Object attribute(String name) {
    return attributes.get(name);
  }

  HttpServletRequest request() {
    return proxy(
        HttpServletRequest.class,
        (name, arguments) ->
            switch (name) {
              case "getMethod" -> method;
              case "getRequestURI" -> path;
              case "getHeader" -> headers.get(arguments[0].toString().toLowerCase(Locale.ROOT));
              case "getCookies" -> cookies.isEmpty() ? null : cookies.toArray(Cookie[]::new);
              case "getContentLengthLong" -> length;
              case "getRemoteAddr" -> "192.0.2.1";
              case "getDispatcherType" -> DispatcherType.REQUEST;
              case "isAsyncStarted" -> false;
              case "getAttribute" -> attributes.get(arguments[0].toString());
              case "setAttribute" -> attributes.put(arguments[0].toString(), arguments[1]);
              case "removeAttribute" -> attributes.remove(arguments[0].toString());
              default -> throw new UnsupportedOperationException(name);
            });
  }

  HttpServletResponse response() {
    return proxy(
        HttpServletResponse.class,
        (name, arguments) ->
            switch (name) {
              case "setHeader", "setContentType" -> null;
              case "setStatus" -> {
                status = (Integer) arguments[0];
                yield null;
              }
              case "isCommitted" -> false;
              case "getOutputStream" -> output();
              default -> throw new UnsupportedOperationException(name);
            });
  }

  private ServletOutputStream output() {
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
      public void write(int b) {
        answer.write(b);
      }
    };
  }

  private interface Calls {
    @Nullable Object answer(String name, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> calls.answer(called.getName(), arguments)));
  }
}
