// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

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
    if (choice.config().dropout() > choice.start().training(how).dropout()) {
      // What is left out has to be drawn, which takes time as well.
      Trainer trainer = trainer(starts.of(size), choice.config());
      choice = filled(choice.start(), speed.withTraining(time.measure(trainer)));
    }
    return choice;
  }

  private boolean tooSlow(TimeBudget.Speed speed, TrainingStart start, TimedRecipe.Size size) {
    double pass = start.split().training().predictions();
    return time.characters(speed, pass, mostPasses(start)) < size.leastCharacters();
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

  /** As many steps as there is time for, and the dropout for that many. */
  private Choice filled(TrainingStart start, TimeBudget.Speed speed) {
    TrainingText text = start.split().training();
    double most = mostPasses(start);
    double passes = time.characters(speed, text.predictions(), most) / text.predictions();
    TrainingConfig once = start.training(how).toBuilder().epochs(1).build();
    long steps = Math.max(1, (long) (passes * text.steps(once)));
    double dropout = TimedRecipe.dropout(passes, start.model().network().config().hiddenSize());
    TrainingStart with = start.measured() ? start.with(start.recipe().withDropout(dropout)) : start;
    TrainingConfig config = with.training(how).toBuilder().steps(steps).build();
    return new Choice(start, config, speed, passes >= most);
  }

  private static double mostPasses(TrainingStart start) {
    return start.recipe().mostPasses(start.model().network().config().layerNorm());
  }
}
