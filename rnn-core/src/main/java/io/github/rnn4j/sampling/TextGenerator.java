package io.github.rnn4j.sampling;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Predictor;
import java.util.function.IntConsumer;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Writes text: reads a seed text, then draws a character, reads it, draws the next, and so on.
 *
 * <p>Not thread-safe. Threads share a {@link Model}, each with its own generator.
 */
public final class TextGenerator {
  private final Model model;
  private final TokenSampler sampler;
  private final UniformRandomProvider random;
  private final Predictor predictor;
  private double[] logits;

  /**
   * A generator that has read nothing.
   *
   * @param model the model, shared
   * @param sampler chooses each character
   * @param random where chance comes from
   */
  public TextGenerator(Model model, TokenSampler sampler, UniformRandomProvider random) {
    this.model = model;
    this.sampler = sampler;
    this.random = random;
    this.predictor = new Predictor(model.network());
  }

  /**
   * Reads a text, from which the generator goes on.
   *
   * @param text the text
   * @return this generator
   * @throws io.github.rnn4j.text.UnknownCharactersException if it has characters that the model
   *     does not know, all of which it lists; nothing was read
   */
  public TextGenerator read(String text) {
    for (int token : model.vocabulary().encode(text)) {
      logits = predictor.read(token);
    }
    return this;
  }

  /**
   * Draws the next character. If nothing was read yet, the text begins: with what follows a line
   * feed, if the model knows that character, else with any character, all being equally likely.
   *
   * @return its Unicode code point
   */
  public int next() {
    int token;
    if (logits == null && model.vocabulary().idOf('\n') >= 0) {
      read("\n");
    }
    if (logits == null) {
      token = random.nextInt(model.vocabulary().size());
    } else {
      token = sampler.sample(logits, random);
    }
    logits = predictor.read(token);
    return model.vocabulary().codePointOf(token);
  }

  /**
   * Draws characters, handing each on as it is drawn.
   *
   * @param length how many
   * @param sink receives their Unicode code points
   */
  public void generate(long length, IntConsumer sink) {
    for (long i = 0; i < length; i++) {
      sink.accept(next());
    }
  }

  /**
   * Draws characters.
   *
   * @param length how many
   * @return the text
   */
  public String generate(int length) {
    StringBuilder text = new StringBuilder(length);
    generate(length, text::appendCodePoint);
    return text.toString();
  }
}
