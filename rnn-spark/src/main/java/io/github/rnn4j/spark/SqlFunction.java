// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.model.Model;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/** A function of SQL, which is given one value after the other. */
final class SqlFunction implements UDF1<Object, Row> {
  private static final long serialVersionUID = 1L;

  private final SharedModel shared;
  private final TextFunction function;
  private final int longest;

  /** Of the process; an executor has one for each task. */
  private transient @Nullable TextTokens reader;

  private transient TextFunction.@Nullable Worker worker;

  SqlFunction(SharedModel shared, TextFunction function, int longest) {
    this.shared = shared;
    this.function = function;
    this.longest = longest;
  }

  /** Synchronized, since a driver that folds a query may share it. */
  @Override
  public synchronized Row call(@Nullable Object value) throws IOException {
    if (reader == null || worker == null) {
      Model model = shared.here();
      reader = new TextTokens(model, longest);
      worker = function.open(model);
    }
    TextTokens.Read read = reader.read(value);
    return read.reason().isEmpty()
        ? worker.tell(List.of(read.tokens())).get(0)
        : function.nothing(read.reason());
  }
}
