// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.Calibration;
import io.github.rnn4j.scoring.RecordScore;
import io.github.rnn4j.scoring.RecordScorer;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** How strange a record is. */
final class DetectFunction implements TextFunction {
  private static final long serialVersionUID = 1L;

  private static final StructType TYPE =
      new StructType()
          .add("p", DataTypes.DoubleType)
          .add("nats", ScoreFunction.NATS)
          .add("predictions", DataTypes.LongType)
          .add("place", DataTypes.IntegerType)
          .add("unseen", DataTypes.LongType)
          .add("strange", DataTypes.BooleanType)
          .add(REASON, DataTypes.StringType);

  private final double falseAlarms;
  private final Calibration.Measure by;

  DetectFunction(double falseAlarms, Calibration.Measure by) {
    this.falseAlarms = falseAlarms;
    this.by = by;
  }

  @Override
  public String name() {
    return "detect";
  }

  @Override
  public StructType type() {
    return TYPE;
  }

  @Override
  public boolean fits(Model model) {
    return model.records().isPresent() && model.calibration().isPresent();
  }

  @Override
  public void require(Model model, String source) {
    TextFunction.of(source, model::requireCalibration).requireReachable(falseAlarms);
  }

  @Override
  public Worker open(Model model) {
    Calibration calibration = model.requireCalibration();
    RecordScorer scorer = new RecordScorer(model);
    return records -> {
      List<RecordScore> scores = scorer.score(records);
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < scores.size(); i++) {
        Score total = scores.get(i).total();
        double p = calibration.pValue(by, total.nanonats(), total.characters());
        long unseen = Arrays.stream(records.get(i)).filter(t -> t == Vocabulary.NONE).count();
        rows.add(
            RowFactory.create(
                p,
                total.exactNats(),
                total.characters(),
                scores.get(i).mostSurprising(),
                unseen,
                p <= falseAlarms,
                null));
      }
      return rows;
    };
  }
}
