// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.TextEncoding;
import io.github.rnn4j.text.UnusableTextException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is held out of a training: a text on which the model is evaluated now and then, to see how
 * it does on what is new.
 */
@FunctionalInterface
public interface HeldOut {

  /**
   * Divides a text.
   *
   * @param text the text
   * @param model the model that is to be trained, in whose vocabulary the text is
   * @param random the run's random streams
   * @return the two parts
   * @throws IOException if a file cannot be used
   * @throws UnusableTextException if the text is too short to be divided
   */
  Split split(TrainingText text, Model model, RandomStreams random) throws IOException;

  /**
   * Holds out nothing.
   *
   * @return all is trained on
   */
  static HeldOut none() {
    return (text, model, random) -> new Split(text, Optional.empty());
  }

  /**
   * Holds out the end of a continuous text, or records from all over the text, drawn by the seed.
   *
   * @param fraction the part, between 0 and 1
   * @return N·fraction characters or records, rounded
   * @throws IllegalArgumentException if the fraction is not between 0 and 1
   */
  static HeldOut fraction(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "the part to hold out must be between 0 and 1: " + fraction);
    }
    return (text, model, random) -> text.split(fraction, random);
  }

  /**
   * Holds out a file, and trains on the whole text.
   *
   * @param file UTF-8 text; tokens that the training's lacks cost what the model keeps for such
   * @return the held-out text
   */
  static HeldOut file(Path file) {
    return file(file, TextEncoding.AUTO);
  }

  /**
   * Holds out a file, and trains on the whole text.
   *
   * @param file text; tokens that the training's lacks cost what the model keeps for such
   * @param encoding how it is read as characters; of no matter for bytes
   * @return the held-out text
   */
  static HeldOut file(Path file, TextEncoding encoding) {
    return (training, model, random) ->
        new Split(
            training, Optional.of(HeldOutTokens.read(model, encoding, reader -> reader.add(file))));
  }

  /**
   * Holds out a text at hand, and trains on the whole other one.
   *
   * @param text the text; tokens that the training's lacks cost what the model keeps for such
   * @return the held-out text
   */
  static HeldOut text(String text) {
    return (training, model, random) ->
        new Split(
            training,
            Optional.of(
                HeldOutTokens.read(
                    model, TextEncoding.AUTO, reader -> reader.add(text, "the held-out text"))));
  }
}
