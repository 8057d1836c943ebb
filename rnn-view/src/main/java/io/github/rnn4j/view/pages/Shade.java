// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.view.pages;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Signal;
import java.util.List;

/**
 * What colors a text: the cost of each token, or a signal of a unit.
 *
 * @param cost whether it is the cost
 * @param layer from 0
 * @param signal which of {@link NetworkConfig#signals}, from 0
 * @param unit from 0
 */
public record Shade(boolean cost, int layer, int signal, int unit) {
  /** The cost. */
  public static final Shade COST = new Shade(true, 0, 0, 0);

  /**
   * Reads what people write: {@code cost}, or a layer from 1, a signal and a unit from 0, as in
   * {@code 2:c:137}.
   *
   * @param text what they wrote
   * @param model the model that has it
   * @return what colors a text
   * @throws IllegalArgumentException if the model has no such unit; the message tells what it has
   */
  public static Shade parse(String text, Model model) {
    if (text.equals("cost")) {
      return COST;
    }
    NetworkConfig config = model.network().config();
    List<String> names = config.signals().stream().map(Signal::name).toList();
    String[] parts = text.split(":", -1);
    try {
      int layer = parts.length == 3 ? Integer.parseInt(parts[0]) : 0;
      int signal = parts.length == 3 ? names.indexOf(parts[1]) : -1;
      int unit = parts.length == 3 ? Integer.parseInt(parts[2]) : -1;
      if (layer >= 1
          && layer <= config.allLayers()
          && signal >= 0
          && unit >= 0
          && unit < config.hiddenSize()) {
        return new Shade(false, layer - 1, signal, unit);
      }
    } catch (NumberFormatException e) {
      // Told below, with all that there is.
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is neither cost nor LAYER:SIGNAL:UNIT of this model, such as 1:h:0: it has layers"
            + " 1 to "
            + config.allLayers()
            + ", the signals "
            + String.join(", ", names)
            + ", and units 0 to "
            + (config.hiddenSize() - 1));
  }

  /**
   * As people write it.
   *
   * @param config the network
   * @return what {@link #parse} reads
   */
  public String text(NetworkConfig config) {
    return cost ? "cost" : (layer + 1) + ":" + config.signals().get(signal).name() + ":" + unit;
  }
}
