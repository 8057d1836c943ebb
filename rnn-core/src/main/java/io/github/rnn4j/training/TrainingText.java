// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.scoring.RecordScorer;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.text.TokenDigest;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.UnusableTextException;
import io.github.rnn4j.text.Vocabulary;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a network is trained on, or what is held out from it: one continuous text, or records.
 * Immutable.
 */
public abstract sealed class TrainingText {
  /** Tokens that the model has never seen, which are not among those that it reads. */
  private final long unseen;

  private TrainingText(long unseen) {
    this.unseen = unseen;
  }

  /**
   * A continuous text: the state is carried from its beginning to its end.
   *
   * @param tokens the text, in the model's vocabulary
   * @return the text
   */
  public static TrainingText of(Tokens tokens) {
    return new Continuous(tokens, 0);
  }

  /**
   * Records: each starts from a state of zero.
   *
   * @param records the records, in the model's vocabulary
   * @return the text
   * @see io.github.rnn4j.records
   */
  public static TrainingText of(RecordTokens records) {
    return new Records(records, 0);
  }

  /**
   * A text as a model reads it: records for a model of records, else one continuous text. A
   * carriage return before a border that begins with a line feed is no part of the record.
   *
   * @param tokens the text, in the model's vocabulary
   * @param model the model
   * @return the text
   * @throws UnusableTextException if the border never occurs because the text's lines end in CR LF
   */
  public static TrainingText of(Tokens tokens, Model model) {
    if (model.records().isEmpty()) {
      return of(tokens);
    }
    String border = model.requireRecords().text();
    int before = border.startsWith("\n") ? model.vocabulary().idOf('\r') : Vocabulary.NONE;
    RecordTokens records = RecordTokens.find(tokens, model.vocabulary().encode(border), before);
    String crlf = border.replace("\r\n", "\n").replace("\n", "\r\n");
    if (records.size() == 1
        && !crlf.equals(border)
        && model.vocabulary().unknown(crlf).isEmpty()
        && RecordTokens.find(tokens, model.vocabulary().encode(crlf)).size() > 1) {
      throw new UnusableTextException(
          "the border '"
              + escaped(border)
              + "' never occurs in the text, whose lines end in CR LF: take '"
              + escaped(crlf)
              + "'");
    }
    return of(records);
  }

  private static String escaped(String border) {
    return border.replace("\r", "\\r").replace("\n", "\\n");
  }

  /** The same text with so many tokens, too, that the model has never seen. */
  abstract TrainingText withUnseen(long count);

  /** What a model keeps for the tokens that it has never seen. */
  final Score unseenScore(Model model) {
    return unseen == 0 ? Score.NONE : Score.ofCharacter(model.novelty().unseen()).times(unseen);
  }

  /**
   * The records.
   *
   * @return empty for a continuous text
   */
  public Optional<RecordTokens> records() {
    return Optional.empty();
  }

  /**
   * The predictions that reading it once takes.
   *
   * @return of a continuous text its tokens less one; of records their tokens and a border for each
   */
  public abstract long predictions();

  /**
   * SHA-256 of what is read, which tells whether it is still the same.
   *
   * @return 64 hexadecimal digits
   */
  public abstract String digest();

  /**
   * The steps of a training on it.
   *
   * @param how how it is trained on
   * @return at least 1
   * @throws io.github.rnn4j.text.UnusableTextException if a continuous text is too short for a
   *     window or for the streams
   */
  public final long steps(TrainingConfig how) {
    return how.steps() > 0 ? how.steps() : stepsOf(how);
  }

  abstract long stepsOf(TrainingConfig how);

  /** Both parts, with so much held out. */
  abstract Split split(double fraction, RandomStreams random);

  abstract Windows windows(Model model, TrainingConfig how);

  abstract HeldOutLoss heldOut(Model model);

  private static UnusableTextException tooShort(
      double fraction, long training, long all, String what, long held, int least) {
    return new UnusableTextException(
        "holding out "
            + fraction
            + " of the text would leave "
            + training
            + " of "
            + all
            + " "
            + what
            + " for the training and hold out "
            + held
            + ": each part needs at least "
            + least);
  }

  private static final class Continuous extends TrainingText {
    private final Tokens tokens;

    Continuous(Tokens tokens, long unseen) {
      super(unseen);
      this.tokens = tokens;
    }

    @Override
    TrainingText withUnseen(long count) {
      return new Continuous(tokens, count);
    }

    @Override
    public long predictions() {
      return tokens.length() - 1;
    }

    @Override
    public String digest() {
      return TokenDigest.of(tokens);
    }

    @Override
    long stepsOf(TrainingConfig how) {
      return new Accumulation(windows(how), how.accumulate()).stepsFor(how.epochs());
    }

    private TextWindows windows(TrainingConfig how) {
      return new TextWindows(tokens, how.batchSize(), how.sequenceLength());
    }

    @Override
    Split split(double fraction, RandomStreams random) {
      long length = tokens.length();
      long held = Math.round(length * fraction);
      if (held < 2 || length - held < 2) {
        throw tooShort(fraction, length - held, length, "tokens", held, 2);
      }
      return new Split(
          of(tokens.slice(0, length - held)), Optional.of(of(tokens.slice(length - held, length))));
    }

    @Override
    Windows windows(Model model, TrainingConfig how) {
      return windows(how);
    }

    @Override
    HeldOutLoss heldOut(Model model) {
      Evaluator evaluator = new Evaluator(model, tokens);
      return () -> evaluator.total().plus(unseenScore(model)).natsPerCharacter();
    }
  }

  private static final class Records extends TrainingText {
    private final RecordTokens records;

    Records(RecordTokens records, long unseen) {
      super(unseen);
      this.records = records;
    }

    @Override
    TrainingText withUnseen(long count) {
      return new Records(records, count);
    }

    @Override
    public long predictions() {
      return records.predictions();
    }

    @Override
    public Optional<RecordTokens> records() {
      return Optional.of(records);
    }

    @Override
    public String digest() {
      return records.digest();
    }

    @Override
    long stepsOf(TrainingConfig how) {
      return Math.floorDiv(RecordWindows.steps(records, how) - 1, (long) how.accumulate()) + 1;
    }

    @Override
    Split split(double fraction, RandomStreams random) {
      long held = Math.round(records.size() * fraction);
      if (held < 1 || held >= records.size()) {
        throw tooShort(fraction, records.size() - held, records.size(), "records", held, 1);
      }
      RecordTokens.Split parts = records.split(fraction, random);
      return new Split(of(parts.training()), Optional.of(of(parts.heldOut())));
    }

    @Override
    Windows windows(Model model, TrainingConfig how) {
      requireBorder(model);
      return new RecordWindows(records, how.batchSize(), how.sequenceLength(), how.seed());
    }

    @Override
    HeldOutLoss heldOut(Model model) {
      requireBorder(model);
      RecordScorer scorer = new RecordScorer(model);
      return () -> scorer.total(records).plus(unseenScore(model)).natsPerCharacter();
    }

    private void requireBorder(Model model) {
      int[] border = model.requireRecords().tokens(model.vocabulary());
      if (!Arrays.equals(border, records.border())) {
        throw new IllegalArgumentException(
            "the records end with the tokens "
                + Arrays.toString(records.border())
                + ", those of the model with "
                + Arrays.toString(border));
      }
    }
  }
}
