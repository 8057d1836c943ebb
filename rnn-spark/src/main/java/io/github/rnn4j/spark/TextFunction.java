// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.model.Model;
import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * What is told of a text: the fields of a struct, the last of which is a reason if it is nothing.
 */
interface TextFunction extends Serializable {
  /** The name of the last field. */
  String REASON = "reason";

  /** What it is called: the name of a column, and the end of a function's name in SQL. */
  String name();

  /** The fields. */
  StructType type();

  /** Whether a model is of a kind that can tell it. */
  boolean fits(Model model);

  /**
   * Checks that a model can tell it, as it is asked for.
   *
   * @param model any model
   * @param source its file, for the message
   * @throws IllegalArgumentException if it cannot; the message says what would do
   */
  void require(Model model, String source);

  /**
   * What is asked of a model, which may not have it.
   *
   * @param source its file, which the message begins with
   */
  static <T> T of(String source, Supplier<T> asked) {
    try {
      return asked.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }

  /** What does it with a model, for one thread. */
  Worker open(Model model);

  /** Tells it of texts. */
  @FunctionalInterface
  interface Worker {
    /**
     * Tells it.
     *
     * @param tokens the tokens of texts, as {@link TextTokens} read them
     * @return a row for each
     */
    List<Row> tell(List<int[]> tokens);
  }

  /** The row of a text of which nothing can be told. */
  default Row nothing(String reason) {
    Object[] fields = new Object[type().length()];
    fields[fields.length - 1] = reason;
    return RowFactory.create(fields);
  }
}
