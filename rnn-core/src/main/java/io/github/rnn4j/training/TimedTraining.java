// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Chooses what a training does in a given time: the largest network that the time is worth, what
 * else that is trained with, and how many steps fit in.
 */
final class TimedTraining {
  /** Makes starts with networks of several sizes. */
  interface Starts {
    /**
     * A start with a network of this size, no step of which is done.
     *
     * @throws IOException if a file with start weights cannot be read
     */
    TrainingStart of(TimedRecipe.Size size) throws IOException;
  }

  /**
   * What was chosen.
   *
   * @param start a new one
   * @param config how to train, and for how many steps
   * @param speed that of the steps
   * @param enoughPasses whether there is time for more passes than the text is worth
   */
  record Choice(
      TrainingStart start, TrainingConfig config, TimeBudget.Speed speed, boolean enoughPasses) {}

  private final TimeBudget time;
  private final TrainingConfig.Builder how;
  private final Starts starts;

  /**
   * A choice for a training.
   *
   * @param time that it may take
   * @param how what is set of it
   * @param starts makes its networks
   */
  TimedTraining(TimeBudget time, TrainingConfig.Builder how, Starts starts) {
    this.time = time;
    this.how = how;
    this.starts = starts;
  }

  /**
   * Times the sizes, from the smallest on, until one is too slow.
   *
   * @param sizes those that may be chosen, at least one
   */
  Choice among(List<TimedRecipe.Size> sizes) throws IOException {
    TimedRecipe.Size size = sizes.get(0);
    TrainingStart timed = starts.of(size);
    TimeBudget.Speed speed = measure(timed);
    for (TimedRecipe.Size larger : sizes.subList(1, sizes.size())) {
      if (tooSlow(speed.atMost(size, larger), timed, larger)) {
        break;
      }
      timed = starts.of(larger);
      TimeBudget.Speed measured = measure(timed);
      if (tooSlow(measured, timed, larger)) {
        break;
      }
      size = larger;
      speed = measured;
    }
    Choice choice = filled(starts.of(size), speed);
    if (costsMore(choice.config(), choice.start().training(how))) {
      // What is left out has to be drawn, and an average to be kept, which takes time as well.
      Trainer trainer = trainer(starts.of(size), choice.config());
      choice = filled(choice.start(), speed.withTraining(time.measure(trainer)));
    }
    return choice;
  }

  private static boolean costsMore(TrainingConfig chosen, TrainingConfig timed) {
    return !chosen.dropoutRates().equals(timed.dropoutRates())
        || !chosen.average().equals(timed.average());
  }

  private boolean tooSlow(TimeBudget.Speed speed, TrainingStart start, TimedRecipe.Size size) {
    double pass = start.split().training().predictions();
    double passes = passes(start, time.passes(speed, pass), size.hiddenSize());
    return passes * pass < size.leastCharacters();
  }

  /** How fast a training is that is begun only to be timed, and changes the model. */
  private TimeBudget.Speed measure(TrainingStart start) {
    TrainingConfig config = start.training(how);
    double training = time.measure(trainer(start, config));
    Optional<TrainingText> heldOut = start.split().heldOut();
    double reading =
        heldOut.isPresent()
            ? time.measureReading(start.model(), heldOut.get(), new RandomStreams(config.seed()))
            : 0;
    return new TimeBudget.Speed(training, reading);
  }

  private static Trainer trainer(TrainingStart start, TrainingConfig config) {
    return new Trainer(start.model(), start.split().training(), config);
  }

  /** As many steps as there is time for, and what else so many passes ask for. */
  private Choice filled(TrainingStart start, TimeBudget.Speed speed) {
    TrainingText text = start.split().training();
    NetworkConfig network = start.model().network().config();
    double most = time.passes(speed, text.predictions());
    double passes = passes(start, most, network.hiddenSize());
    long stepsOfAPass = text.steps(start.training(how).toBuilder().epochs(1).build());
    TrainingStart suited =
        start.measured()
            ? start.with(
                start.recipe().with(to -> TimedRecipe.suit(to, passes, stepsOfAPass, network)))
            : start;
    long steps = Math.max(1, (long) (passes * stepsOfAPass));
    TrainingConfig config = suited.training(how).toBuilder().steps(steps).build();
    return new Choice(start, config, speed, most > passes);
  }

  private static double passes(TrainingStart start, double most, int hiddenSize) {
    boolean layerNorm = start.model().network().config().layerNorm();
    return start.recipe().worthwhile(most, layerNorm, hiddenSize);
  }
}
