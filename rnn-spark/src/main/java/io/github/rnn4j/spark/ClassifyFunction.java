// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.scoring.RecordClassifier;
import io.github.rnn4j.scoring.RecordClassifier.Classification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Of which kind a record is. */
final class ClassifyFunction implements TextFunction {
  private static final long serialVersionUID = 1L;

  private static final StructType TYPE =
      new StructType()
          .add("label", DataTypes.StringType)
          .add("probability", DataTypes.DoubleType)
          .add("runner_up", DataTypes.StringType)
          .add("runner_up_probability", DataTypes.DoubleType)
          .add(
              "probabilities",
              DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false))
          .add(REASON, DataTypes.StringType);

  /** By label; none for those of the training. */
  private final LinkedHashMap<String, Double> priors;

  ClassifyFunction(Map<String, Double> priors) {
    this.priors = new LinkedHashMap<>(priors);
  }

  @Override
  public String name() {
    return "classify";
  }

  @Override
  public StructType type() {
    return TYPE;
  }

  @Override
  public boolean fits(Model model) {
    return model.labels().isPresent();
  }

  @Override
  public void require(Model model, String source) {
    Labels labels = TextFunction.of(source, model::requireLabels);
    if (!priors.isEmpty()) {
      new RecordClassifier(model).priors(priors(labels));
    }
  }

  private double[] priors(Labels labels) {
    double[] values = new double[labels.size()];
    for (int k = 0; k < values.length; k++) {
      String name = labels.names().get(k);
      Double value = priors.get(name);
      if (value == null || priors.size() != values.length) {
        throw new IllegalArgumentException(
            "the priors have " + priors.keySet() + ", the labels are " + labels.names());
      }
      values[k] = value;
    }
    return values;
  }

  @Override
  public Worker open(Model model) {
    RecordClassifier classifier = new RecordClassifier(model);
    List<String> names = model.requireLabels().names();
    if (!priors.isEmpty()) {
      classifier.priors(priors(model.requireLabels()));
    }
    return records -> classifier.classify(records).stream().map(one -> row(names, one)).toList();
  }

  private static Row row(List<String> names, Classification one) {
    Map<String, Double> all = new LinkedHashMap<>();
    for (int k = 0; k < names.size(); k++) {
      all.put(names.get(k), one.probabilities()[k]);
    }
    return RowFactory.create(
        names.get(one.best()),
        one.probabilities()[one.best()],
        names.get(one.runnerUp()),
        one.probabilities()[one.runnerUp()],
        CollectionConverters.asScala(all),
        null);
  }
}
