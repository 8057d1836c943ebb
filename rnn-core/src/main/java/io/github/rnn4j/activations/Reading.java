// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.activations;

import io.github.rnn4j.activations.Activations.Successor;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Signal;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A text before a model's eyes, of which only what is looked at is worked out, a block of tokens at
 * a time. The values are those of the network's own forward pass.
 *
 * <p>A pass keeps the state before a block now and then, so that a place that it has come to is
 * reached quickly ever after. {@link #readOn} lets it go on, a block at a call; {@link #at} reads
 * as far as needed; {@link #near} never reads far: where the pass has not come yet, and no record
 * begins not far before, it starts {@value #WARM_UP} tokens before from a state of zero.
 *
 * <p>The text is one stream with the rules of {@link io.github.rnn4j.scoring.Score}: a token that
 * the model has never seen is not read; a record starts from a state of zero with the border's last
 * token.
 *
 * <p>Safe for use by several threads, which wait for one another.
 */
public final class Reading {
  /** How many successors are kept of each token, at the most. */
  public static final int SUCCESSORS = 5;

  /** From so many tokens before, {@link #near} reads what the pass has not come to. */
  public static final int WARM_UP = 1024;

  private static final int MOST_STEPS = 256;
  private static final int LEAST_STEPS = 16;
  private static final int MOST_NUMBERS = 1 << 22;

  /** States kept at the most, give or take. */
  private static final int STATES = 2048;

  private static final long MOST_BYTES = 96L << 20;

  private final Model model;
  private final ReadText text;
  private final NetworkConfig config;
  private final List<Signal> signals;
  private final int block;
  private final int stride;
  private final Unrolled unrolled;
  private final double[] numbers;
  private final ReentrantLock lock = new ReentrantLock(true);

  /** The states before blocks, by the number of the block. */
  private final TreeMap<Integer, Memory> memories = new TreeMap<>();

  /** The blocks looked at last. */
  private final Map<Integer, Activations> recent = new LinkedHashMap<>(16, 0.75f, true);

  private long recentBytes;

  /** How many blocks the pass has read. */
  private int done;

  /** The block that was read last. */
  private Optional<Read> last = Optional.empty();

  private Memory afterDone;

  /**
   * What the network keeps of what it has read.
   *
   * @param anything whether it has read anything
   * @param values by layer and part of the state
   */
  private record Memory(boolean anything, double[][][] values) {}

  /** What came of a block, and what is kept of it. */
  private record Read(Activations activations, Memory after) {}

  /**
   * A text of which nothing is worked out yet.
   *
   * @param model the model, shared
   * @param text the text as it reads it
   */
  public Reading(Model model, ReadText text) {
    this(model, text, blockLength(model.network().config()), STATES);
  }

  Reading(Model model, ReadText text, int block, int states) {
    this.model = model;
    this.text = text;
    this.config = model.network().config();
    this.signals = config.signals();
    this.block = block;
    this.stride = Math.max(1, text.length() / block / states);
    this.unrolled = new Unrolled(model.network(), block, 1, Unrolled.Gradients.NONE);
    this.numbers =
        new double
            [block
                * Math.max(config.vocabularySize(), config.cell().gates() * config.hiddenSize())];
    this.afterDone = start();
    memories.put(0, afterDone);
  }

  private static int blockLength(NetworkConfig config) {
    long widest =
        Math.max(config.vocabularySize(), (long) config.cell().gates() * config.hiddenSize());
    return (int) Math.max(LEAST_STEPS, Math.min(MOST_STEPS, MOST_NUMBERS / widest));
  }

  /**
   * The text.
   *
   * @return as it was given
   */
  public ReadText text() {
    return text;
  }

  /**
   * A reading of another text, which takes over what was worked out of the beginning that the two
   * have in common: of a text that is being written, each time that there is more of it.
   *
   * @param other the other text
   * @return a reading of its own; this one is not modified
   */
  public Reading continuedBy(ReadText other) {
    Reading next = new Reading(model, other);
    int common = 0;
    int most = Math.min(text.length(), other.length());
    while (common < most
        && text.token(common) == other.token(common)
        && text.endsRecord(common) == other.endsRecord(common)) {
      common++;
    }
    lock.lock();
    try {
      int blocks = Math.min(done, common / block);
      if (stride == 1 && next.stride == 1 && blocks > 0) {
        next.memories.putAll(memories.headMap(blocks, true));
        next.done = blocks;
        next.afterDone = Objects.requireNonNull(memories.get(blocks));
      }
    } finally {
      lock.unlock();
    }
    return next;
  }

  /**
   * The model.
   *
   * @return as it was given
   */
  public Model model() {
    return model;
  }

  /**
   * How many tokens are worked out at a time.
   *
   * @return the length of {@link Activations}, the last ones' apart
   */
  public int blockLength() {
    return block;
  }

  /**
   * How far the pass from the beginning has come.
   *
   * @return so many tokens
   */
  public int tokensRead() {
    lock.lock();
    try {
      return Math.min(text.length(), done * block);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has the pass from the beginning read one more block.
   *
   * @return false if there is nothing left to read
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public boolean readOn() {
    lock.lock();
    try {
      if (done >= blocks()) {
        return false;
      }
      pass();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The values at a token and around it, exact, however long it takes.
   *
   * @param place 0 to N − 1
   * @return those of the block that holds it
   * @throws IndexOutOfBoundsException if there is no such place
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public Activations at(int place) {
    return find(place, true);
  }

  /**
   * The values at a token and around it, at once.
   *
   * @param place 0 to N − 1
   * @return those of the block that holds it, exact if the pass has come so far or a record begins
   *     not far before
   * @throws IndexOutOfBoundsException if there is no such place
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public Activations near(int place) {
    return find(place, false);
  }

  private Activations find(int place, boolean exact) {
    int number = Objects.checkIndex(place, text.length()) / block;
    lock.lock();
    try {
      Activations known = recent.get(number);
      if (known != null && (known.exact() || !exact && number >= done)) {
        return known;
      }
      Activations found = number >= done && !exact ? fromNear(number) : fromPass(number);
      remember(number, found);
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** A block that the pass has read, or reads now. */
  private Activations fromPass(int number) {
    while (done < number) {
      pass();
    }
    if (done == number) {
      return pass();
    }
    Optional<Read> next = lastBefore(number).filter(read -> read.activations().exact());
    if (next.isPresent()) {
      return read(number, next.get().after(), true).activations();
    }
    Map.Entry<Integer, Memory> before = memories.floorEntry(number);
    Memory memory = before.getValue();
    for (int i = before.getKey(); i < number; i++) {
      memory = read(i, memory, true).after();
    }
    return read(number, memory, true).activations();
  }

  /** The next block of the pass. */
  private Activations pass() {
    Read read = read(done, afterDone, true);
    done++;
    afterDone = read.after();
    if (done % stride == 0) {
      memories.put(done, afterDone);
    }
    return read.activations();
  }

  /** The block that was read last, if a block comes after it and goes on from there. */
  private Optional<Read> lastBefore(int number) {
    return last.filter(read -> read.activations().to() == number * block);
  }

  /** A block that the pass has not come to. */
  private Activations fromNear(int number) {
    int first = Math.max(0, number - Math.max(1, WARM_UP / block));
    if (first <= done) {
      return fromPass(number);
    }
    int border = text.recordEndBefore(number * block);
    Optional<Read> next = lastBefore(number);
    if (next.isPresent()) {
      boolean stays = next.get().activations().exact() || border >= (number - 1) * block;
      return read(number, next.get().after(), stays).activations();
    }
    boolean exact = border >= first * block;
    Memory memory = start();
    for (int i = exact ? border / block : first; i < number; i++) {
      memory = read(i, memory, exact).after();
    }
    return read(number, memory, exact).activations();
  }

  private void remember(int number, Activations found) {
    Activations before = recent.put(number, found);
    recentBytes += found.bytes() - (before == null ? 0 : before.bytes());
    var eldest = recent.entrySet().iterator();
    while (recentBytes > MOST_BYTES && recent.size() > 2) {
      recentBytes -= eldest.next().getValue().bytes();
      eldest.remove();
    }
  }

  private int blocks() {
    return (text.length() + block - 1) / block;
  }

  // ------------------------------------------------------------------------------------- the pass

  /** Before the first token: of a model of records, what it keeps of a border before it. */
  private Memory start() {
    unrolled.resetState();
    boolean records = model.records().isPresent();
    if (records) {
      int[] border = model.requireRecords().tokens(model.vocabulary());
      unrolled.forward(new int[] {border[border.length - 1]}, 1, 1);
      unrolled.carryState();
    }
    return memory(records);
  }

  private Memory memory(boolean anything) {
    double[][][] values = new double[config.allLayers()][unrolled.stateParts()][];
    for (int k = 0; k < values.length; k++) {
      for (int part = 0; part < values[k].length; part++) {
        values[k][part] = unrolled.startState(k, part).toArray();
      }
    }
    return new Memory(anything, values);
  }

  /**
   * Reads a block.
   *
   * @param before what was read before
   * @param exact whether the values are as from the beginning
   */
  private Read read(int number, Memory before, boolean exact) {
    restore(before);
    int from = number * block;
    int to = Math.min(text.length(), from + block);
    int[] inputs = new int[to - from];
    int[] rows = new int[to - from];
    int[] resets = new int[to - from];
    int steps = 0;
    int resetCount = 0;
    for (int at = from; at < to; at++) {
      rows[at - from] = text.token(at) == Vocabulary.NONE ? -1 : steps;
      if (text.token(at) != Vocabulary.NONE) {
        if (text.endsRecord(at)) {
          resets[resetCount++] = steps;
        }
        inputs[steps++] = text.token(at);
      }
    }
    Expected entering = before.anything() ? expected(unrolled.startLogits()) : Expected.NOTHING;
    float[][][] values = new float[config.allLayers()][signals.size()][(to - from) * units()];
    Expected after = Expected.NOTHING;
    if (steps > 0) {
      after = expected(unrolled.forward(inputs, steps, 1, resets, resetCount));
      copyValues(values, rows);
      unrolled.carryState();
    } else {
      copyValues(values, rows);
    }
    double[] costs = new double[to - from];
    List<List<Successor>> successors = new ArrayList<>(to - from);
    int last = -1;
    for (int i = 0; i < costs.length; i++) {
      costs[i] = last < 0 ? cost(entering, 0, from + i) : cost(after, last, from + i);
      last = rows[i] < 0 ? last : rows[i];
      successors.add(last < 0 ? successors(entering, 0) : successors(after, last));
    }
    Read read =
        new Read(
            new Activations(from, units(), exact, values, costs, successors),
            memory(before.anything() || steps > 0));
    this.last = Optional.of(read);
    return read;
  }

  private void restore(Memory memory) {
    for (int k = 0; k < memory.values().length; k++) {
      for (int part = 0; part < memory.values()[k].length; part++) {
        unrolled.startState(k, part).copyFrom(memory.values()[k][part], 0);
      }
    }
  }

  private int units() {
    return config.hiddenSize();
  }

  /** Copies the last window's states and gates; the rows of tokens that were not read are NaN. */
  private void copyValues(float[][][] values, int[] rows) {
    int parts = unrolled.stateParts();
    boolean any = Arrays.stream(rows).anyMatch(row -> row >= 0);
    for (int k = 0; k < values.length; k++) {
      for (int signal = 0; signal < signals.size(); signal++) {
        if (any && signal < parts) {
          unrolled.states(k, signal).copyTo(numbers, 0);
        } else if (any && signal == parts) {
          unrolled.gates(k).copyTo(numbers, 0);
        }
        int width = signal < parts ? units() : config.cell().gates() * units();
        int offset = signal < parts ? 0 : (signal - parts) * units();
        for (int i = 0; i < rows.length; i++) {
          for (int unit = 0; unit < units(); unit++) {
            values[k][signal][i * units() + unit] =
                rows[i] < 0 ? Float.NaN : (float) numbers[rows[i] * width + offset + unit];
          }
        }
      }
    }
  }

  // ---------------------------------------------------------------------------------- expectation

  /**
   * Distributions of what comes next.
   *
   * @param logits a row of V each
   * @param logSumExp of each row
   */
  private record Expected(double[] logits, double[] logSumExp) {
    static final Expected NOTHING = new Expected(new double[0], new double[0]);

    boolean nothing() {
      return logSumExp.length == 0;
    }
  }

  private Expected expected(Matrix logits) {
    Matrix logSumExp = model.network().la().zeros(logits.rows(), 1);
    model.network().la().logSumExp(logits, logSumExp);
    Expected expected = new Expected(logits.toArray(), logSumExp.toArray());
    for (double sum : expected.logSumExp()) {
      if (!Double.isFinite(sum)) {
        throw new ArithmeticException(
            "the model's weights are damaged, or diverged in training: they give no probabilities;"
                + " use an earlier checkpoint, or train anew with a lower learning rate");
      }
    }
    return expected;
  }

  private double cost(Expected expected, int row, int at) {
    if (expected.nothing()) {
      return Double.NaN;
    }
    int token = text.token(at);
    if (token == Vocabulary.NONE) {
      return model.novelty().probability() == 0 ? Double.NaN : model.novelty().unseen();
    }
    double nats = expected.logSumExp()[row] - expected.logits()[row * size() + token];
    return Math.max(0, model.novelty().seen(nats));
  }

  private int size() {
    return config.vocabularySize();
  }

  private List<Successor> successors(Expected expected, int row) {
    if (expected.nothing()) {
      return List.of();
    }
    int[] best = new int[Math.min(SUCCESSORS, size())];
    int found = 0;
    double[] logits = expected.logits();
    for (int token = 0; token < size(); token++) {
      double logit = logits[row * size() + token];
      int place = found;
      while (place > 0 && logit > logits[row * size() + best[place - 1]]) {
        place--;
      }
      if (place < best.length) {
        found = Math.min(best.length, found + 1);
        System.arraycopy(best, place, best, place + 1, found - place - 1);
        best[place] = token;
      }
    }
    List<Successor> successors = new ArrayList<>(found);
    for (int token : best) {
      double nats = expected.logSumExp()[row] - logits[row * size() + token];
      successors.add(new Successor(token, StrictMath.exp(-model.novelty().seen(nats))));
    }
    return List.copyOf(successors);
  }
}
