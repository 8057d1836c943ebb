package io.github.rnn4j.backend.vector;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gets the vector kernels compiled in the background, while the callers still take the plain loops;
 * see {@link Lanes}.
 *
 * <p>The system property {@value #PROPERTY} may be {@code vector}, to use vectors at once, or
 * {@code plain}, never to use them: for measurements and tests.
 */
final class Warmup {
  static final String PROPERTY = "rnn.vector.kernels";

  /** A pass over kernels that is faster than this for each of them has met compiled code only. */
  private static final long COMPILED_NANOS = 400_000;

  private static final AtomicBoolean STARTED = new AtomicBoolean();
  private static volatile boolean started;

  private Warmup() {}

  /** Starts a daemon thread, at the first call. */
  static void start() {
    if (started) {
      return;
    }
    started = true;
    if (!STARTED.compareAndSet(false, true)) {
      return;
    }
    String kernels = System.getProperty(PROPERTY, "");
    if (kernels.equals("vector")) {
      Lanes.useVectors();
    } else if (!kernels.equals("plain")) {
      Thread thread = new Thread(Warmup::run, "rnn-vector-warmup");
      thread.setDaemon(true);
      Lanes.compileIn(thread);
      thread.start();
    }
  }

  private static void run() {
    Scratch scratch = new Scratch();
    int k = 64;
    int n = 2 * Gemm.PANEL + 3 * Lanes.LANES + 1;
    float[] a = new float[Math.max(k * k, n)];
    float[] b = new float[k * n];
    float[] c = new float[k * n];
    for (int fast = 0; fast < 3; ) {
      long start = System.nanoTime();
      for (int m = 1; m <= Lanes.TILE_ROWS; m++) {
        Gemm.multiply(m, n, k, 1f, a, 0, k, 1, b, 0, n, 1f, c, 0, n, scratch);
      }
      Elementwise.axpy(n, 0.5f, a, 0, c, 0);
      Elementwise.hadamard(n, a, 0, b, 0, c, 0);
      Elementwise.scaleAdd(n, 1f, a, 0, c, 0);
      Elementwise.columnSums(9, n, b, 0, n, true, c, 0);
      VectorMath.tanh(256, a, 0, c, 0);
      RnnGates.backward(256, a, 0, b, 0, c, 0);
      LstmGates.forward(64, c, 0, a, 0, b, 0, b, 64, b, 128);
      LstmGates.backward(64, c, 0, a, 0, b, 64, b, 128, b, 192, b, 192, c, 256);
      GruGates.forward(64, c, 0, a, 0, b, 0, b, 64);
      GruGates.backward(64, c, 0, a, 0, b, 0, b, 64, b, 128, c, 256, c, 512);
      Softmax.crossEntropy(n, a, 0, 0, 1f, c, 0, c, n, scratch.partial);
      Reductions.dot(256, a, 0, b, 0, scratch.partial);
      Optimisers.scaled(256, 0.1f, 1f, 1f, 1f, 0f, a, 0, b, 0, c, 0);
      Optimisers.adam(
          256, 0.1f, 0.9f, 0.1f, 0.9f, 0.1f, 1f, 1f, 0f, false, 1f, a, 0, b, 0, b, 256, c, 0);
      fast = System.nanoTime() - start < COMPILED_NANOS ? fast + 1 : 0;
    }
    Lanes.useVectors();
  }
}
