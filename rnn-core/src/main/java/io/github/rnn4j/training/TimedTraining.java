// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Chooses what a training does in a given time: the largest network that the time is worth, of how
 * many members, what else that is trained with, and how many steps fit in.
 */
final class TimedTraining {
  /** Makes starts with networks of several sizes. */
  interface Starts {
    /**
     * A start with a network of this size, no step of which is done.
     *
     * @param members how many members it has, unless that was said
     * @throws IOException if a file with start weights cannot be read
     */
    TrainingStart of(TimedRecipe.Size size, int members) throws IOException;
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
  private final int mostMembers;
  private final Starts starts;

  /**
   * A choice for a training.
   *
   * @param time that it may take
   * @param how what is set of it
   * @param mostMembers the most that its network may have, if that is to be chosen; else 1
   * @param starts makes its networks
   */
  TimedTraining(TimeBudget time, TrainingConfig.Builder how, int mostMembers, Starts starts) {
    this.time = time;
    this.how = how;
    this.mostMembers = mostMembers;
    this.starts = starts;
  }

  /**
   * Times the sizes, from the smallest on, until one is too slow.
   *
   * @param sizes those that may be chosen, at least one
   */
  Choice among(List<TimedRecipe.Size> sizes) throws IOException {
    TimedRecipe.Size size = sizes.get(0);
    TrainingStart timed = starts.of(size, 1);
    TimeBudget.Speed speed = measure(timed);
    Fit fit = fit(timed, speed, size);
    for (TimedRecipe.Size larger : sizes.subList(1, sizes.size())) {
      if (readsTooFew(fit(timed, speed.atMost(size, larger), larger), larger)) {
        break;
      }
      timed = starts.of(larger, 1);
      TimeBudget.Speed measured = measure(timed);
      Fit fits = fit(timed, measured, larger);
      if (readsTooFew(fits, larger)) {
        break;
      }
      if (TimedRecipe.isWorthItsMembers(larger, fits.ofOne(), fits.members(), mostMembers(timed))) {
        size = larger;
        speed = measured;
        fit = fits;
      }
    }
    int members = fit.members();
    speed = speed.ofMembers(members);
    Choice choice = filled(starts.of(size, members), speed);
    if (members > 1 || costsMore(choice.config(), choice.start().training(how))) {
      // What is left out has to be drawn, and an average to be kept, which takes time as well.
      Trainer trainer = trainer(starts.of(size, members), choice.config());
      choice = filled(choice.start(), speed.withTraining(time.measure(trainer)));
    }
    return choice;
  }

  /**
   * What there is time for with a size.
   *
   * @param ofOne the passes of one member
   * @param members how many
   * @param characters those that they read together
   */
  private record Fit(double ofOne, int members, double characters) {}

  private Fit fit(TrainingStart start, TimeBudget.Speed speed, TimedRecipe.Size size) {
    double pass = start.split().training().predictions();
    double ofOne = time.passes(speed, pass);
    int members = Math.min(mostMembers(start), TimedRecipe.members(ofOne));
    double most = time.passes(speed.ofMembers(members), pass);
    double each = passes(start, most, size.hiddenSize());
    return new Fit(ofOne, members, members * each * pass);
  }

  /** It was measured for normalized layers alone what members are worth. */
  private int mostMembers(TrainingStart start) {
    return start.model().network().config().layerNorm() ? mostMembers : 1;
  }

  private static boolean readsTooFew(Fit fit, TimedRecipe.Size size) {
    return fit.characters() < size.leastCharacters();
  }

  private static boolean costsMore(TrainingConfig chosen, TrainingConfig timed) {
    return !chosen.dropoutRates().equals(timed.dropoutRates())
        || !chosen.average().equals(timed.average());
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
