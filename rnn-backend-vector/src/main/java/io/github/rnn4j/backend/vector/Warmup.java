// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets the vector kernels compiled in the background, while the callers still take the plain loops;
 * see {@link Lanes}. First the tiles that do most of the work in any training, then the loops and
 * tiles that callers have wanted, in this order; each is used as soon as it is compiled. What
 * nobody wants is never compiled.
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
  static final long LITTLE = 1L << 26;

  private static final AtomicBoolean STARTED = new AtomicBoolean();

  /** The thread that compiles; null before it has started. */
  private static volatile @Nullable Thread thread;

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
      Thread compiler = new Thread(new Warmup()::run, "rnn-vector-warmup");
      compiler.setDaemon(true);
      Lanes.compileIn(compiler);
      thread = compiler;
      compiler.start();
    }
  }

  /**
   * Whether all that callers have wanted is compiled, or nothing is going to be: before there was
   * more than little work, or because the property says so.
   */
  static boolean isDone() {
    return thread == null || !Lanes.isAnyTileAwaited() && !Loop.isAnyAwaited();
  }

  /** Has the thread look for what is wanted. */
  static void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    int tall = Lanes.TILE_ROWS;
    compile(List.of(tile(false, 2, tall), tile(false, 2, tall - 1), tile(false, 2, tall - 2)));
    List<Kernel> left = new ArrayList<>(loops());
    for (int v = 1; v <= 2; v++) {
      for (int r = 1; r <= (v == 1 ? Lanes.TALLEST : tall); r++) {
        left.add(tile(false, v, r));
      }
      for (int r = 1; r <= tall; r++) {
        left.add(tile(true, v, r));
      }
    }
    List<Kernel> waiting = new ArrayList<>();
    while (!left.isEmpty() || !waiting.isEmpty()) {
      left.removeIf(kernel -> kernel.isWanted() && waiting.add(kernel));
      if (waiting.isEmpty()) {
        LockSupport.park(this);
      } else {
        round(waiting);
      }
    }
  }

  /** Runs the kernels by turns until each is compiled. */
  private void compile(List<Kernel> kernels) {
    List<Kernel> waiting = new ArrayList<>(kernels);
    while (!waiting.isEmpty()) {
      round(waiting);
    }
  }

  /** Runs each once, and lets go of those that are compiled. */
  private void round(List<Kernel> waiting) {
    waiting.removeIf(Kernel::runIsFast);
    turn = !turn;
    LockSupport.parkNanos(PAUSE_NANOS);
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
    return new Kernel(
        body,
        () -> Lanes.isWanted(woven, vectors, rows),
        () -> Lanes.useTile(woven, vectors, rows));
  }

  private List<Kernel> loops() {
    List<Kernel> loops = new ArrayList<>();
    int[] halves = new int[9 * 64];
    for (Loop loop : Loop.values()) {
      loops.add(new Kernel(body(loop, halves), loop::isWanted, loop::use));
    }
    return loops;
  }

  private Runnable body(Loop loop, int... halves) {
    return switch (loop) {
      case VECTOR_TIMES_MATRIX ->
          () -> Gemm.vectorTimesMatrix(128, 9, a, 0, 1, b, 0, 128, turn, c, 0);
      case HALVES_TIMES_MATRIX ->
          () -> Halves.vectorTimesMatrix(128, 9, a, 0, 1, halves, 0, 64, turn, c, 0);
      case PACK ->
          () -> {
            Right.pack(8, 2 * Right.WIDTH, b, 0, N, c);
            Right.pack(8, Right.WIDTH + Lanes.LANES, b, 0, N, c);
          };
      case WEAVE -> () -> rows.woven(Left.ROWS - 1, 8, a, 0, Left.ROWS);
      case TANH -> () -> VectorMath.tanh(N, a, 0, c, 0);
      case SIGMOID -> () -> VectorMath.sigmoid(N, a, 0, c, 0);
      case EXP -> () -> VectorMath.exp(N, a, 0, c, 0);
      case RNN_BACKWARD -> () -> RnnGates.backward(N, a, 0, b, 0, c, 0);
      case LSTM_FORWARD -> () -> LstmGates.forward(64, c, 0, a, 0, b, 0, b, 64, b, 128);
      case LSTM_BACKWARD ->
          () -> LstmGates.backward(64, c, 0, a, 0, b, 64, b, 128, b, 192, b, 192, c, 256);
      case GRU_FORWARD -> () -> GruGates.forward(64, c, 0, a, 0, b, 0, b, 64);
      case GRU_BACKWARD ->
          () -> GruGates.backward(64, c, 0, a, 0, b, 0, b, 64, b, 128, c, 256, c, 512);
      case SOFTMAX -> () -> Softmax.crossEntropy(128, a, 0, 0, 1f, c, 0, c, N, scratch.partial);
      case LAYER_NORM -> () -> LayerNorm.forward(256, 1f, a, 0, b, 0, c, 0, scratch.partial);
      case LAYER_NORM_BACKWARD ->
          () -> LayerNorm.backward(256, 1f, a, 0, b, 0, c, 0, c, 0, scratch.partial);
      case DOT -> () -> Reductions.dot(N, a, 0, b, 0, scratch.partial);
      case SUM -> () -> Reductions.total(N, a, 0, scratch.partial);
      case MOMENTUM -> () -> Optimizers.momentum(N, 0.1f, 0.9f, 0f, a, 0, b, 0, c, 0);
      case NESTEROV -> () -> Optimizers.nesterov(N, 0.1f, 0.9f, 0f, a, 0, b, 0, c, 0);
      case SCALED -> () -> Optimizers.scaled(N, 0.1f, 1f, 1f, 1f, 0f, a, 0, b, 0, c, 0);
      case ADAM ->
          () ->
              Optimizers.adam(
                  N, 0.1f, 0.9f, 0.1f, 0.9f, 0.1f, 1f, 1f, 0f, turn, 1f, a, 0, b, 0, b, N, c, 0);
      case AXPY -> () -> Elementwise.axpy(N, 0.5f, a, 0, c, 0);
      case SCALE -> () -> Elementwise.scale(N, 0.5f, c, 0);
      case SCALE_ADD -> () -> Elementwise.scaleAdd(N, 1f, a, 0, c, 0);
      case HADAMARD -> () -> Elementwise.hadamard(N, a, 0, b, 0, c, 0);
      case HADAMARD_ADD -> () -> Elementwise.hadamardAdd(N, a, 0, b, 0, c, 0);
      case ADD -> () -> Elementwise.add(N, a, 0, b, 0, c, 0);
      case ADD_SCALAR -> () -> Elementwise.addScalar(N, 0.5f, c, 0);
      case CLAMP -> () -> Elementwise.clamp(N, -1f, 1f, c, 0);
      case DIVIDE -> () -> Elementwise.divide(N, a, 0, b, 0, c, 0);
      case SQRT -> () -> Elementwise.sqrt(N, a, 0, c, 0);
    };
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
    private final BooleanSupplier wanted;
    private final Runnable compiled;
    private int fast;

    Kernel(Runnable body, BooleanSupplier wanted, Runnable compiled) {
      this.body = body;
      this.wanted = wanted;
      this.compiled = compiled;
    }

    boolean isWanted() {
      return wanted.getAsBoolean();
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
