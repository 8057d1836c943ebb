package io.github.rnn4j.training;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.scoring.RecordScorer;
import io.github.rnn4j.text.Tokens;
import java.util.Arrays;

/**
 * What a network is trained on, or what is held out from it: one continuous text, or records.
 * Immutable.
 */
public abstract sealed class TrainingText {
  private TrainingText() {}

  /**
   * A continuous text: the state is carried from its beginning to its end.
   *
   * @param tokens the text, in the model's vocabulary
   * @return the text
   */
  public static TrainingText of(Tokens tokens) {
    return new Continuous(tokens);
  }

  /**
   * Records: each starts from a state of zero.
   *
   * @param records the records, in the model's vocabulary
   * @return the text
   * @see io.github.rnn4j.records
   */
  public static TrainingText of(RecordTokens records) {
    return new Records(records);
  }

  /**
   * The predictions that reading it once takes.
   *
   * @return of a continuous text its tokens less one; of records their tokens and a border for each
   */
  public abstract long predictions();

  abstract Windows windows(Model model, TrainingConfig how);

  abstract HeldOutLoss heldOut(Model model, TrainingConfig how);

  private static final class Continuous extends TrainingText {
    private final Tokens tokens;

    Continuous(Tokens tokens) {
      this.tokens = tokens;
    }

    @Override
    public long predictions() {
      return tokens.length() - 1;
    }

    @Override
    Windows windows(Model model, TrainingConfig how) {
      return new TextWindows(tokens, how.batchSize(), how.sequenceLength());
    }

    @Override
    HeldOutLoss heldOut(Model model, TrainingConfig how) {
      return new Evaluator(model, tokens, how.batchSize(), how.sequenceLength())::meanLoss;
    }
  }

  private static final class Records extends TrainingText {
    private final RecordTokens records;

    Records(RecordTokens records) {
      this.records = records;
    }

    @Override
    public long predictions() {
      return records.predictions();
    }

    @Override
    Windows windows(Model model, TrainingConfig how) {
      requireBorder(model);
      return new RecordWindows(records, how.batchSize(), how.sequenceLength(), how.seed());
    }

    @Override
    HeldOutLoss heldOut(Model model, TrainingConfig how) {
      requireBorder(model);
      RecordScorer scorer = new RecordScorer(model);
      return () -> scorer.total(records).natsPerCharacter();
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
