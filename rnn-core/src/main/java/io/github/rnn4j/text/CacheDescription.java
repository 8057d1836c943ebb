// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cache says of its tokens, as JSON: an array of six entries. */
record CacheDescription(
    String identity,
    Vocabulary vocabulary,
    List<Corpus.Part> parts,
    List<Corpus.Skipped> skipped,
    Corpus.Replaced replaced,
    EscapeEstimate escape) {
  // The text is not longer than the file, and was read in full before.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** The JSON, with spaces so that {@code before} bytes and it make a multiple of {@code align}. */
  byte[] toJson(int before, int align) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartArray();
      out.writeString(identity);
      out.writeString(vocabulary.toJson());
      out.writeStartArray();
      for (Corpus.Part part : parts) {
        out.writeString(part.source());
        out.writeNumber(part.characters());
        out.writeString(part.decoded().encoding());
        out.writeBoolean(part.decoded().byteOrderMark());
        out.writeBoolean(part.decoded().unpacked());
      }
      out.writeEndArray();
      out.writeStartArray();
      for (Corpus.Skipped one : skipped) {
        out.writeString(one.source());
        out.writeString(one.reason());
      }
      out.writeEndArray();
      out.writeStartArray();
      out.writeNumber(replaced.occurrences());
      out.writeNumber(replaced.distinct());
      for (String example : replaced.examples()) {
        out.writeString(example);
      }
      out.writeEndArray();
      out.writeStartArray();
      out.writeNumber(escape.rare());
      out.writeNumber(escape.tokens());
      out.writeBoolean(escape.closed());
      out.writeEndArray();
      out.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    while ((before + bytes.size()) % align != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static CacheDescription fromJson(byte[] json) {
    try (JsonParser in = JSON.createParser(json)) {
      expect(in.nextToken(), JsonToken.START_ARRAY);
      String identity = string(in);
      Vocabulary vocabulary = Vocabulary.fromJson(string(in));
      List<Corpus.Part> parts = new ArrayList<>();
      expect(in.nextToken(), JsonToken.START_ARRAY);
      while (in.nextToken() != JsonToken.END_ARRAY) {
        parts.add(
            new Corpus.Part(
                here(in), count(in), new TextEncoding.Decoded(string(in), bool(in), bool(in))));
      }
      List<Corpus.Skipped> skipped = new ArrayList<>();
      expect(in.nextToken(), JsonToken.START_ARRAY);
      while (in.nextToken() != JsonToken.END_ARRAY) {
        skipped.add(new Corpus.Skipped(here(in), string(in)));
      }
      expect(in.nextToken(), JsonToken.START_ARRAY);
      long occurrences = count(in);
      int distinct = (int) Math.min(count(in), Integer.MAX_VALUE);
      List<String> examples = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        examples.add(here(in));
      }
      expect(in.nextToken(), JsonToken.START_ARRAY);
      EscapeEstimate escape = new EscapeEstimate(count(in), count(in), bool(in));
      expect(in.nextToken(), JsonToken.END_ARRAY);
      expect(in.nextToken(), JsonToken.END_ARRAY);
      expect(in.nextToken(), null);
      return new CacheDescription(
          identity,
          vocabulary,
          parts,
          skipped,
          new Corpus.Replaced(occurrences, distinct, examples),
          escape);
    } catch (IOException e) {
      throw new IllegalArgumentException("it is not valid JSON", e);
    }
  }

  private static String string(JsonParser in) throws IOException {
    in.nextToken();
    return here(in);
  }

  private static String here(JsonParser in) throws IOException {
    expect(in.currentToken(), JsonToken.VALUE_STRING);
    return in.getText();
  }

  private static long count(JsonParser in) throws IOException {
    expect(in.nextToken(), JsonToken.VALUE_NUMBER_INT);
    long count = in.getLongValue();
    if (count < 0) {
      throw new IllegalArgumentException("a count is " + count);
    }
    return count;
  }

  private static boolean bool(JsonParser in) throws IOException {
    Boolean value = in.nextBooleanValue();
    if (value == null) {
      throw new IllegalArgumentException("it has no true or false where one should be");
    }
    return value;
  }

  private static void expect(@Nullable JsonToken token, @Nullable JsonToken expected) {
    if (token != expected) {
      throw new IllegalArgumentException("it has " + token + " where " + expected + " should be");
    }
  }
}
