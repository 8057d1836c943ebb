// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reduces the rate when the loss has stopped falling: after each run of more than {@code patience}
 * evaluations without improvement the rate is multiplied by a factor, down to a floor.
 *
 * @see <a
 *     href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html">
 *     torch.optim.lr_scheduler.ReduceLROnPlateau</a>, mode min, threshold rel, no cooldown
 */
final class Plateau implements Schedule {
  private static final String SCALE = "scale";

  private final double factor;
  private final Patience patience;
  private final double floor;
  private double scale = 1;

  Plateau(double factor, Patience patience, double floor) {
    this.factor = factor;
    this.patience = patience;
    this.floor = floor;
  }

  @Override
  public double rate(double base, long step, int epoch) {
    return base * scale;
  }

  @Override
  public void observe(double loss) {
    patience.observe(loss);
    if (patience.since() > patience.patience()) {
      scale = Math.max(scale * factor, floor);
      patience.renew();
    }
  }

  @Override
  public Map<String, Double> state() {
    Map<String, Double> state = patience.state();
    state.put(SCALE, scale);
    return state;
  }

  @Override
  public void restore(Map<String, Double> state) {
    Map<String, Double> rest = new LinkedHashMap<>(state);
    Double saved = rest.remove(SCALE);
    double least = Math.max(floor, factor > 0 ? Double.MIN_VALUE : 0);
    if (saved == null || !(saved >= least && saved <= 1)) {
      throw new IllegalArgumentException(
          "the state's '" + SCALE + "' is " + saved + ": it must be from " + least + " to 1");
    }
    double since = rest.getOrDefault(Patience.SINCE, 0.0);
    if (since > patience.patience()) {
      throw new IllegalArgumentException(
          "the state's '"
              + Patience.SINCE
              + "' is "
              + since
              + ": the patience is "
              + patience.patience());
    }
    patience.restore(rest);
    scale = saved;
  }
}
