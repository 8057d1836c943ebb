// SPDX-License-Identifier: Apache-2.0
package org.example.names;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.training.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Invents first names, for as many requests at a time as come. */
public final class Names {
  private static final LinearAlgebra LA = Backends.onClassPath().choose();

  private final Model model;

  /**
   * Takes up a model that was trained before.
   *
   * @param file the model
   */
  public Names(Path file) throws IOException {
    this.model = Model.load(file, LA);
  }

  /**
   * Learns from names, one a line. To be done once, and not by the service.
   *
   * @param names a text file
   * @param file where the model goes
   */
  public static void learn(Path names, Path file) throws IOException {
    Training.on(names)
        .records(RecordBorder.LINE)
        .backend(LA)
        .network(network -> network.hiddenSize(64).layers(1))
        .epochs(40)
        .run()
        .save(file);
  }

  /**
   * New names, none of which the model was trained on, and none twice.
   *
   * @param beginning what they begin with
   * @param count how many
   * @param seed the same one gives the same names
   * @return fewer if there are not so many
   */
  public List<String> invent(String beginning, int count, long seed) {
    return Sampling.length(20)
        .prime(beginning)
        .temperature(0.8)
        .seed(seed)
        .records()
        .novel()
        .unique()
        .from(model, count);
  }
}
