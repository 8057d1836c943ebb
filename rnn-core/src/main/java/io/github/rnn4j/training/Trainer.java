// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.text.Tokens;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network on a text by truncated back-propagation through time, a step at a time.
 *
 * <p>A continuous text is cut into B streams, which are read side by side in windows of T steps;
 * records are dealt to B streams. A step of training is one window: forward, loss, backward, clip,
 * update; or {@link TrainingConfig#accumulate N} windows, one after the other, whose gradients are
 * summed before the update. The state is carried from window to window, and is zero at the start of
 * each pass through a text, which is an epoch, and of each record.
 *
 * <p>Not thread-safe. Nothing is allocated from step to step, beyond what the backend's library
 * allocates for itself. {@link TrainingRun} adds what a whole run has around its steps.
 *
 * @see <a href="https://doi.org/10.1162/neco.1990.2.4.490">Williams and Peng, An efficient
 *     gradient-based algorithm for on-line training of recurrent network trajectories, 1990</a>
 */
public final class Trainer {
  private final Network network;
  private final LinearAlgebra la;
  private final Windows windows;
  private final Accumulation steps;
  private final TrainingConfig config;
  private final Optimizer optimizer;
  private final Schedule schedule;
  private final StreamBlocks shards;
  private final WeightAverage average;

  /** The sum over the windows of a step; null if that is one window. */
  private final @Nullable Parameters sum;

  private final int[] inputs;
  private final int[] targets;
  private final long totalSteps;
  private long step;
  private double rateFactor = 1;
  private double loss = Double.NaN;
  private double gradientNorm = Double.NaN;
  private int characters;

  /**
   * Training at its start.
   *
   * @param model its network is trained, from what it is now
   * @param tokens the text, in the model's vocabulary
   * @param config how
   * @throws io.github.rnn4j.text.UnusableTextException if the text is too short for a window or for
   *     the streams
   * @throws IllegalStateException if weights are to be averaged and the network has none yet
   */
  public Trainer(Model model, Tokens tokens, TrainingConfig config) {
    this(model, TrainingText.of(tokens), config);
  }

  /**
   * Training at its start, on a continuous text or on records. The order of records is another one
   * in each pass, by the seed.
   *
   * @param model its network is trained, from what it is now
   * @param text what is trained on, in the model's vocabulary
   * @param config how
   * @throws io.github.rnn4j.text.UnusableTextException if a continuous text is too short for a
   *     window or for the streams
   * @throws IllegalStateException if weights are to be averaged and the network has none yet
   */
  public Trainer(Model model, TrainingText text, TrainingConfig config) {
    this(model, text, config, Optional.empty());
  }

  /** Training at its start, whose gradients may be computed elsewhere. */
  Trainer(
      Model model, TrainingText text, TrainingConfig config, Optional<ShardExecutor> elsewhere) {
    this.network = model.network();
    this.la = network.la();
    this.windows = text.windows(model, config);
    this.steps = new Accumulation(windows, config.accumulate());
    this.config = config;
    this.totalSteps = totalSteps(config);
    this.optimizer = config.optimizer().create(la, network.config());
    this.schedule = config.schedule().create(totalSteps);
    this.shards =
        elsewhere.isPresent()
            ? new DistantShards(model, config, elsewhere.get())
            : new Shards(network, config);
    this.average = new WeightAverage(model, config.average());
    this.sum = config.accumulate() > 1 ? new Parameters(la, network.config()) : null;
    this.inputs = new int[windows.largest()];
    this.targets = new int[windows.largest()];
  }

  /**
   * Trains on the next window, or the next N of an accumulated gradient: that of the mean loss of
   * their characters, as if they were one window, but for T, the steps that gradients flow back.
   *
   * @return the mean loss of the windows before the update, in nats a character
   * @throws DivergenceException if the loss or a gradient is not finite; the parameters are not
   *     updated, but the state may be that after some of the windows
   * @throws IllegalStateException if the network has no weights yet
   */
  public double step() {
    long end = steps.first(step + 1);
    double nats = 0;
    int count = 0;
    long window = steps.first(step);
    Parameters gradients;
    do {
      if (count > 0) {
        carry(window - 1);
      }
      nats += forward(window, true);
      if (!Double.isFinite(nats)) {
        throw diverged("the loss is " + nats, "parameter", network.parameters());
      }
      gradients = add(shards.backward(), count == 0);
      count += characters;
      window++;
    } while (window < end);
    scale(count);
    double norm = config.clipping().clip(la, gradients);
    if (!Double.isFinite(norm)) {
      throw diverged("the norm of the gradient is " + norm, "gradient", gradients);
    }
    optimizer.update(network.parameters(), gradients, learningRate());
    network.parametersChanged();
    carry(end - 1);
    step++;
    average.update(step);
    characters = count;
    loss = nats / count;
    gradientNorm = norm;
    return loss;
  }

  /** Reads a window; its gradient is not scaled yet where others are to be added. */
  private double forward(long window, boolean gradientWanted) {
    if (windows.beginsAt(window)) {
      shards.resetState();
    }
    characters = windows.fill(window, inputs, targets);
    double scale = sum == null ? config.reduction().factor(characters, config.batchSize()) : 1;
    return shards.forward(window, windows, inputs, targets, scale, gradientWanted);
  }

  /** The gradient of a window, or the sum to which it was added. */
  private Parameters add(Parameters gradients, boolean first) {
    if (sum == null) {
      return gradients;
    }
    if (first) {
      sum.copyFrom(gradients);
    } else {
      for (int i = 0; i < sum.size(); i++) {
        la.axpy(1, gradients.get(i).value(), sum.get(i).value());
      }
    }
    return sum;
  }

  /** Makes of the sum, if there is one, the gradient of the mean, or what the reduction is. */
  private void scale(int count) {
    if (sum != null) {
      double scale = config.reduction().factor(count, config.batchSize());
      for (int i = 0; i < sum.size(); i++) {
        la.scale(scale, sum.get(i).value());
      }
    }
  }

  /** Makes the state after a window the start state of the next one, unless that begins anew. */
  private void carry(long window) {
    if (!windows.beginsAt(window + 1)) {
      shards.carryState();
    }
  }

  /**
   * Checks that every weight is finite. A loss does not tell: no window may read the weight.
   *
   * @throws DivergenceException if one is not
   */
  void requireFinite() {
    for (Parameter parameter : network.parameters()) {
      for (double number : parameter.value().toArray()) {
        if (!Double.isFinite(number)) {
          throw diverged("parameter " + parameter.name() + " holds " + number);
        }
      }
    }
  }

  /**
   * Checks that the last update did no harm: that every weight is finite, and, by a forward pass
   * over the next window that trains nothing, the loss.
   *
   * @throws DivergenceException if a weight or the loss is not finite
   */
  void requireFiniteNext() {
    requireFinite();
    int before = characters;
    double nats = forward(steps.first(step), false);
    characters = before;
    if (!Double.isFinite(nats)) {
      throw diverged("the loss is " + nats, "parameter", network.parameters());
    }
  }

  /** The training has diverged, as something else than a step shows. */
  DivergenceException diverged(String what) {
    return new DivergenceException(step, what, learningRate());
  }

  private DivergenceException diverged(String what, String kind, Parameters suspects) {
    for (Parameter suspect : suspects) {
      for (double number : suspect.value().toArray()) {
        if (!Double.isFinite(number)) {
          String name = kind + " " + suspect.name() + " holds " + number;
          return new DivergenceException(step + 1, what + ", " + name, learningRate());
        }
      }
    }
    return new DivergenceException(step + 1, what, learningRate());
  }

  /**
   * Trains up to the end of the present pass through the text.
   *
   * @return the mean loss over what was trained on, each window before its update, in nats a
   *     character
   * @throws DivergenceException if the loss or a gradient is not finite
   */
  public double epoch() {
    double sum = 0;
    long count = 0;
    do {
      sum += step() * characters;
      count += characters;
    } while (!atEpochStart());
    return sum / count;
  }

  // ------------------------------------------------------------------------ where it is

  /**
   * The network.
   *
   * @return the model's network
   */
  public Network network() {
    return network;
  }

  /**
   * The model with averaged weights, to be evaluated, sampled from, and saved at the end.
   *
   * @return the weights' average as it is now, in a network of its own that changes with the next
   *     call; the model itself if nothing is averaged
   * @see TrainingConfig#average
   */
  public Model averaged() {
    return average.model(step);
  }

  /**
   * The configuration.
   *
   * @return the configuration given at construction
   */
  public TrainingConfig config() {
    return config;
  }

  /**
   * The steps done.
   *
   * @return updates since the start of the run, each of a window or of N
   */
  public long steps() {
    return step;
  }

  /**
   * The length of the run.
   *
   * @return updates in all
   */
  public long totalSteps() {
    return totalSteps;
  }

  /**
   * The steps of one pass through the text.
   *
   * @return at least 1; with records, whose passes end within a window, rounded up
   */
  public long stepsPerEpoch() {
    return steps.stepsFor(1);
  }

  /**
   * The passes through the text done, with the part done of the present one.
   *
   * @return from 0
   */
  public double epochs() {
    return steps.epochs(step);
  }

  /**
   * Whether a pass is over.
   *
   * @return true at the start, and after the step in which a pass ends
   */
  public boolean atEpochStart() {
    return steps.stepsFor((long) epochs()) == step;
  }

  /**
   * The loss of the last step before its update.
   *
   * @return nats a character; NaN before the first step
   */
  public double loss() {
    return loss;
  }

  /**
   * The characters that the last step predicted.
   *
   * @return N·B·T, or fewer in the last step of a pass
   */
  public int characters() {
    return characters;
  }

  /**
   * The norm of all gradients of the last step together, before clipping.
   *
   * @return ‖g‖; NaN before the first step
   */
  public double gradientNorm() {
    return gradientNorm;
  }

  /**
   * The learning rate of the next step.
   *
   * @return η, as the schedule has it, times {@link #rateFactor()}
   */
  public double learningRate() {
    int epoch = Math.toIntExact((long) epochs());
    return rateFactor * schedule.rate(config.learningRate(), step, epoch);
  }

  /**
   * The factor on every learning rate.
   *
   * @return 1, unless {@link #reduceRate} was called
   */
  public double rateFactor() {
    return rateFactor;
  }

  /**
   * Multiplies this and every later learning rate.
   *
   * @param factor between 0 and 1
   */
  public void reduceRate(double factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException("the factor must be above 0, and at most 1: " + factor);
    }
    rateFactor *= factor;
  }

  /**
   * Tells the schedule and the average of an evaluation.
   *
   * @param loss the validation loss in nats a character
   */
  public void observe(double loss) {
    schedule.observe(loss);
    average.observe(loss, step);
  }

  // ------------------------------------------------------------------------------------- state

  TrainingState newState() {
    return new TrainingState(network, optimizer, shards, average.apart());
  }

  void capture(RunProgress progress, TrainingState state) {
    state.capture(
        progress,
        network,
        optimizer,
        shards,
        averaged().network(),
        windows.place(steps.first(step)));
  }

  void restore(TrainingState state) {
    step = state.progress().step();
    rateFactor = state.progress().rateFactor();
    state.restore(network, optimizer, shards);
    average.restore(state.progress().average(), state.average());
    schedule.restore(state.progress().schedule());
    windows.goTo(steps.first(step), state.place());
    loss = Double.NaN;
    gradientNorm = Double.NaN;
  }

  /**
   * Checks that the next window of a state can begin where it says.
   *
   * @throws IllegalArgumentException if it cannot
   */
  void requirePlace(TrainingState state) {
    windows.goTo(steps.first(state.progress().step()), state.place());
  }

  Map<String, Double> scheduleState() {
    return schedule.state();
  }

  Map<String, Double> averageState() {
    return average.state();
  }

  /** The steps that a configuration makes of this text. */
  long totalSteps(TrainingConfig of) {
    return of.steps() > 0 ? of.steps() : steps.stepsFor(of.epochs());
  }

  /** The most characters that a step can predict. */
  int mostCharacters() {
    return Math.multiplyExact(windows.largest(), steps.most());
  }
}
