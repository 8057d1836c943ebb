// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Gets the vector kernels compiled in the background, while the callers still take the plain loops;
 * see {@link Lanes}. First the tiles that do most of the work, each of which is used as soon as it
 * is compiled, then the loops, then the other tiles.
 *
 * <p>The system property {@value #PROPERTY} may be {@code vector}, to use vectors at once, or
 * {@code plain}, never to use them: for measurements and tests.
 */
final class Warmup {
  static final String PROPERTY = "rnn.vector.kernels";

  /**
   * A kernel that is faster than this is compiled. On the small data here a compiled one takes less
   * than a microsecond, and code that makes an object of every vector ten and more.
   */
  private static final long COMPILED_NANOS = 2_000;

  private static final long CLOCK_NANOS = clockNanos();

  /** So many times in a row: others may have the processor now and then. */
  private static final int TIMES = 4;

  /** Between two rounds: the compiler and the callers want the processor, too. */
  private static final long PAUSE_NANOS = 400_000;

  /** Small, so that a tile is called often enough to be compiled as a whole, not in its loop. */
  private static final int K = 24;

  private static final int N = 512;

  /**
   * Less work than so many multiplications is done sooner in plain loops than anything is compiled:
   * that of 300 characters that a network of 200,000 parameters writes.
   */
  private static final long LITTLE = 1L << 26;

  private static final AtomicBoolean STARTED = new AtomicBoolean();

  /** Counted by all threads without order; a few that get lost do not matter. */
  private static long multiplications;

  private final float[] a = new float[16 * N];
  private final float[] b = new float[16 * N];
  private final float[] c = new float[16 * N];
  private final float[] left = new float[Lanes.TILE_ROWS * 2 * Left.DISTANCE];
  private final Left rows = new Left();
  private final Scratch scratch = new Scratch();

  /** A branch that never ran is left out of what is compiled: so both sides of this by turns. */
  private boolean turn;

  private Warmup() {}

  /**
   * Starts when there is more than little work: what writes a short text and ends is not to compile
   * what it will never use.
   *
   * @param more multiplications to be done now
   */
  static void worthFor(long more) {
    if (!STARTED.get()) {
      multiplications += more;
      if (multiplications > LITTLE || !System.getProperty(PROPERTY, "").isEmpty()) {
        start();
      }
    }
  }

  /** Starts a daemon thread, at the first call. */
  static void start() {
    if (STARTED.get() || !STARTED.compareAndSet(false, true)) {
      return;
    }
    String kernels = System.getProperty(PROPERTY, "");
    if (kernels.equals("vector")) {
      Lanes.useVectors();
    } else if (!kernels.equals("plain")) {
      Thread thread = new Thread(new Warmup()::run, "rnn-vector-warmup");
      thread.setDaemon(true);
      Lanes.compileIn(thread);
      thread.start();
    }
  }

  private void run() {
    int tall = Lanes.TILE_ROWS;
    int apart = Lanes.APART_ROWS;
    compile(List.of(tile(false, 2, apart), tile(false, 2, apart - 1), tile(false, 2, apart - 2)));
    compile(loops());
    Lanes.useLoops();
    compile(List.of(tile(true, 2, tall), tile(true, 2, tall - 1), tile(false, 1, tall)));
    List<Kernel> rest = new ArrayList<>();
    for (int v = 2; v >= 1; v--) {
      for (int r = 1; r <= tall; r++) {
        rest.add(tile(false, v, r));
        rest.add(tile(true, v, r));
      }
    }
    for (int r = tall + 1; r <= TiledProduct.TALL; r++) {
      rest.add(tile(false, 1, r));
    }
    compile(rest);
    Lanes.useVectors();
  }

  /** Runs the kernels by turns until each is compiled. */
  private void compile(List<Kernel> kernels) {
    List<Kernel> waiting = new ArrayList<>(kernels);
    while (!waiting.isEmpty()) {
      waiting.removeIf(Kernel::runIsFast);
      turn = !turn;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private Kernel tile(boolean woven, int vectors, int rows) {
    int n = Right.WIDTH;
    Runnable body =
        woven
            ? vectors == 2
                ? () -> GemmTiles.woven2(rows, K, left, 0, b, 0, a, 0, n, c, 0, n)
                : () -> GemmTiles.woven1(rows, 4 * K, left, 0, b, 0, a, 0, n, c, 0, n)
            : vectors == 2
                ? () -> GemmTiles.apart2(rows, K, left, 0, b, 0, a, 0, n, c, 0, n)
                : () -> GemmTiles.apart1(rows, 4 * K, left, 0, b, 0, a, 0, n, c, 0, n);
    return new Kernel(body, () -> Lanes.useTile(woven, vectors, rows));
  }

  private List<Kernel> loops() {
    List<Kernel> to = new ArrayList<>();
    add(to, () -> Gemm.vectorTimesMatrix(128, 9, a, 0, 1, b, 0, 128, turn, c, 0));
    int[] halves = new int[9 * 64];
    add(to, () -> Halves.vectorTimesMatrix(128, 9, a, 0, 1, halves, 0, 64, turn, c, 0));
    add(to, () -> Right.pack(8, 2 * Right.WIDTH, b, 0, N, c));
    add(to, () -> Right.pack(8, Right.WIDTH + Lanes.LANES, b, 0, N, c));
    add(to, () -> rows.woven(Left.ROWS - 1, 8, a, 0, Left.ROWS));
    add(to, () -> VectorMath.tanh(N, a, 0, c, 0));
    add(to, () -> VectorMath.sigmoid(N, a, 0, c, 0));
    add(to, () -> VectorMath.exp(N, a, 0, c, 0));
    add(to, () -> RnnGates.backward(N, a, 0, b, 0, c, 0));
    add(to, () -> LstmGates.forward(64, c, 0, a, 0, b, 0, b, 64, b, 128));
    add(to, () -> LstmGates.backward(64, c, 0, a, 0, b, 64, b, 128, b, 192, b, 192, c, 256));
    add(to, () -> GruGates.forward(64, c, 0, a, 0, b, 0, b, 64));
    add(to, () -> GruGates.backward(64, c, 0, a, 0, b, 0, b, 64, b, 128, c, 256, c, 512));
    add(to, () -> Softmax.crossEntropy(128, a, 0, 0, 1f, c, 0, c, N, scratch.partial));
    add(to, () -> Reductions.dot(N, a, 0, b, 0, scratch.partial));
    add(to, () -> Reductions.total(N, a, 0, scratch.partial));
    add(to, () -> Optimizers.momentum(N, 0.1f, 0.9f, 0f, a, 0, b, 0, c, 0));
    add(to, () -> Optimizers.nesterov(N, 0.1f, 0.9f, 0f, a, 0, b, 0, c, 0));
    add(to, () -> Optimizers.scaled(N, 0.1f, 1f, 1f, 1f, 0f, a, 0, b, 0, c, 0));
    add(
        to,
        () ->
            Optimizers.adam(
                N, 0.1f, 0.9f, 0.1f, 0.9f, 0.1f, 1f, 1f, 0f, turn, 1f, a, 0, b, 0, b, N, c, 0));
    add(to, () -> Elementwise.axpy(N, 0.5f, a, 0, c, 0));
    add(to, () -> Elementwise.scale(N, 0.5f, c, 0));
    add(to, () -> Elementwise.scaleAdd(N, 1f, a, 0, c, 0));
    add(to, () -> Elementwise.hadamard(N, a, 0, b, 0, c, 0));
    add(to, () -> Elementwise.addScalar(N, 0.5f, c, 0));
    add(to, () -> Elementwise.clamp(N, -1f, 1f, c, 0));
    add(to, () -> Elementwise.divide(N, a, 0, b, 0, c, 0));
    add(to, () -> Elementwise.sqrt(N, a, 0, c, 0));
    return to;
  }

  private static void add(List<Kernel> to, Runnable body) {
    to.add(new Kernel(body, () -> {}));
  }

  /** What it takes to ask for the time, which may be more than a microsecond. */
  private static long clockNanos() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      least = Math.min(least, System.nanoTime() - start);
    }
    return least;
  }

  /** Something to be compiled, and what to do when it is. */
  private static final class Kernel {
    private final Runnable body;
    private final Runnable compiled;
    private int fast;

    Kernel(Runnable body, Runnable compiled) {
      this.body = body;
      this.compiled = compiled;
    }

    /** Runs it once; whether it has been fast often enough. */
    boolean runIsFast() {
      long start = System.nanoTime();
      body.run();
      fast = System.nanoTime() - start < COMPILED_NANOS + CLOCK_NANOS ? fast + 1 : 0;
      if (fast < TIMES) {
        return false;
      }
      compiled.run();
      return true;
    }
  }
}
