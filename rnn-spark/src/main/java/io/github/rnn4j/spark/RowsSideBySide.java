// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.model.Model;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Adds a column to the rows of a partition: what is told of another one. Many rows are worked on
 * side by side, and as many are held at a time, however long the partition is.
 */
final class RowsSideBySide implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** Many more than go side by side: the last of them go alone. */
  private static final int MOST_ROWS = 1024;

  private static final int MOST_TOKENS = 1 << 20;

  private final SharedModel shared;
  private final TextFunction function;
  private final int column;
  private final int longest;

  /**
   * Adds a column.
   *
   * @param column the number of the column that is read
   * @param longest how many characters a text may have
   */
  RowsSideBySide(SharedModel shared, TextFunction function, int column, int longest) {
    this.shared = shared;
    this.function = function;
    this.column = column;
    this.longest = longest;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws IOException {
    Model model = shared.here();
    return new Told(rows, new TextTokens(model, longest), function.open(model));
  }

  /** The rows with what is told of them. */
  private final class Told implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final TextTokens reader;
    private final TextFunction.Worker worker;
    private final Deque<Row> told = new ArrayDeque<>();

    Told(Iterator<Row> rows, TextTokens reader, TextFunction.Worker worker) {
      this.rows = rows;
      this.reader = reader;
      this.worker = worker;
    }

    @Override
    public boolean hasNext() {
      return !told.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all rows were told");
      }
      if (told.isEmpty()) {
        tell();
      }
      return told.remove();
    }

    private void tell() {
      List<Row> some = new ArrayList<>();
      List<TextTokens.Read> read = new ArrayList<>();
      List<int[]> tokens = new ArrayList<>();
      long size = 0;
      while (some.size() < MOST_ROWS && size < MOST_TOKENS && rows.hasNext()) {
        Row row = rows.next();
        some.add(row);
        TextTokens.Read one = reader.read(row.get(column));
        read.add(one);
        if (one.reason().isEmpty()) {
          tokens.add(one.tokens());
          size += one.tokens().length;
        }
      }
      Iterator<Row> answers =
          tokens.isEmpty() ? List.<Row>of().iterator() : worker.tell(tokens).iterator();
      for (int i = 0; i < some.size(); i++) {
        String reason = read.get(i).reason();
        told.add(with(some.get(i), reason.isEmpty() ? answers.next() : function.nothing(reason)));
      }
    }

    private Row with(Row row, Row more) {
      Object[] values = new Object[row.size() + 1];
      Arrays.setAll(values, i -> i < row.size() ? row.get(i) : more);
      return RowFactory.create(values);
    }
  }
}
