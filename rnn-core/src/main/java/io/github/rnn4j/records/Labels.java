// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import io.github.rnn4j.text.Vocabulary;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The kinds that records are told apart into. In a model of labelled records each has a symbol,
 * with which its records begin: the network predicts the label from the border, as often as it
 * occurs, and then the record from the label. The cost of a record with its label is
 *
 * <pre>
 *   −log P(label, record) = −log P(label) − log P(record | label)
 * </pre>
 *
 * <p>The symbol of label k, from 0, is the code point U+F0000 + k, of a plane for private use,
 * which no text should have.
 *
 * @param names the labels, at least two different ones, in their order
 */
public record Labels(List<String> names) {
  /** The most labels: as many private code points as there are. */
  public static final int MOST = 1000;

  private static final int FIRST_SYMBOL = 0xF0000;

  /**
   * Checks the names.
   *
   * @param names the labels; copied
   * @throws IllegalArgumentException if there are fewer than two, more than {@value #MOST}, one is
   *     empty or stands twice
   */
  public Labels {
    names = List.copyOf(names);
    Set<String> different = new TreeSet<>(names);
    if (names.size() < 2 || names.size() > MOST || different.size() < names.size()) {
      throw new IllegalArgumentException(
          "records are told apart by 2 to " + MOST + " different labels: " + names);
    }
    if (different.contains("")) {
      throw new IllegalArgumentException("a label has no character: " + names);
    }
  }

  /**
   * The number of labels.
   *
   * @return K, at least 2
   */
  public int size() {
    return names.size();
  }

  /**
   * What a record of a label begins with.
   *
   * @param label from 0
   * @return one code point
   */
  public static String symbol(int label) {
    return Character.toString(FIRST_SYMBOL + label);
  }

  /**
   * A text of records of one label, ready to be trained on together with those of others: before
   * each record stands the label's symbol, after each its border. Empty records are left out.
   *
   * @param label from 0
   * @param text the records, with borders between them
   * @param border what ends a record
   * @return the records with the label
   * @throws IllegalArgumentException if the text has a character that stands for a label
   */
  public String mark(int label, String text, RecordBorder border) {
    if (text.codePoints().anyMatch(c -> c >= FIRST_SYMBOL && c < FIRST_SYMBOL + MOST)) {
      throw new IllegalArgumentException(
          "the records of "
              + names.get(label)
              + " have a character of those that stand for labels, U+F0000 to U+F03E7");
    }
    StringBuilder marked = new StringBuilder();
    for (String record : text.split(Pattern.quote(border.text()))) {
      String whole = border.isLine() && record.endsWith("\r") ? chopped(record) : record;
      if (!whole.isEmpty()) {
        marked.append(symbol(label)).append(whole).append(border.text());
      }
    }
    return marked.toString();
  }

  private static String chopped(String record) {
    return record.substring(0, record.length() - 1);
  }

  /**
   * The tokens of the symbols.
   *
   * @param vocabulary the model's vocabulary
   * @return the id of each label's symbol
   * @throws io.github.rnn4j.text.UnknownTokensException if it lacks one
   */
  public int[] tokens(Vocabulary vocabulary) {
    int[] ids = new int[size()];
    for (int k = 0; k < ids.length; k++) {
      ids[k] = vocabulary.encode(symbol(k))[0];
    }
    return ids;
  }

  /**
   * Which label a name is.
   *
   * @param name the name
   * @return from 0
   * @throws IllegalArgumentException if there is none of that name; it lists those there are
   */
  public int indexOf(String name) {
    int label = names.indexOf(name);
    if (label < 0) {
      throw new IllegalArgumentException(
          "there is no label '" + name + "': there are " + String.join(", ", names));
    }
    return label;
  }
}
