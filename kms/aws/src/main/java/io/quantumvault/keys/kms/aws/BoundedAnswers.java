package io.quantumvault.keys.kms.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Breaks off an answer that is longer than any that is due. */
final class BoundedAnswers implements ExecutionInterceptor {
  /** A page of a hundred aliases has 40 kB. */
  private static final int MAX_ANSWER_BYTES = 256 * 1024;

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context.responseBody().map(Bounded::new);
  }

  private static final class Bounded extends FilterInputStream {
    private int left = MAX_ANSWER_BYTES;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int from, int size) throws IOException {
      int got = super.read(bytes, from, size);
      count(Math.max(0, got));
      return got;
    }

    /** A mark would let the count be undone. */
    @Override
    public boolean markSupported() {
      return false;
    }

    private void count(int got) throws IOException {
      left -= got;
      if (left < 0) {
        throw new IOException("the answer is too large");
      }
    }
  }
}
