// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.scoring.BatchScorer;
import io.github.rnn4j.scoring.RecordScore;
import io.github.rnn4j.scoring.RecordScorer;
import io.github.rnn4j.scoring.Score;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;

/** What a text costs. */
final class ScoreFunction implements TextFunction {
  private static final long serialVersionUID = 1L;

  /** Whole nano-nats of 64 bits. */
  static final DecimalType NATS = DataTypes.createDecimalType(19, 9);

  private static final StructType TYPE =
      new StructType()
          .add("characters", DataTypes.LongType)
          .add("nats", NATS)
          .add("nats_per_character", DataTypes.DoubleType)
          .add(REASON, DataTypes.StringType);

  @Override
  public String name() {
    return "score";
  }

  @Override
  public StructType type() {
    return TYPE;
  }

  @Override
  public boolean fits(Model model) {
    return true;
  }

  @Override
  public void require(Model model, String source) {
    // Every model has costs.
  }

  @Override
  public Worker open(Model model) {
    if (model.records().isPresent()) {
      RecordScorer scorer = new RecordScorer(model);
      return records -> rows(scorer.score(records).stream().map(RecordScore::total).toList());
    }
    BatchScorer scorer = new BatchScorer(model);
    return texts -> rows(scorer.score(texts));
  }

  private static List<Row> rows(List<Score> scores) {
    return scores.stream().map(ScoreFunction::row).toList();
  }

  private static Row row(Score score) {
    Object mean = score.characters() == 0 ? null : score.natsPerCharacter();
    return RowFactory.create(score.characters(), score.exactNats(), mean, null);
  }
}
