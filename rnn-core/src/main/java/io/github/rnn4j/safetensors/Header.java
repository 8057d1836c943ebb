// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The parsed header: what the file says it holds, held against the number of data bytes it really
 * has.
 *
 * <p>Fields of an entry other than dtype, shape and data_offsets are passed over, as the reference
 * library does.
 *
 * @param metadata the entry {@code __metadata__}, in the order of the file; empty if there is none
 * @param entries the tensors, in the order of the data; together they cover it without hole or
 *     overlap
 */
record Header(Map<String, String> metadata, List<Entry> entries) {
  /** The reference library's bound on N. */
  static final long LONGEST = 100_000_000;

  static final String METADATA = "__metadata__";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength((int) LONGEST)
                  .maxNameLength((int) LONGEST)
                  .maxNestingDepth(100)
                  .build())
          .build();

  /**
   * One tensor of the header.
   *
   * @param elements the product of the shape
   * @param begin the first byte, counted from the start of the data
   * @param end the byte after the last one
   */
  record Entry(String name, Dtype dtype, long[] shape, long elements, long begin, long end) {
    long bytes() {
      return end - begin;
    }
  }

  /**
   * Parses and checks a header.
   *
   * @param source the file's name, for messages
   * @param json the N bytes, not modified
   * @param dataBytes how many bytes follow the header in the file
   * @throws SafetensorsException at the first defect
   */
  static Header parse(String source, byte[] json, long dataBytes) throws SafetensorsException {
    if (json.length == 0 || json[0] != '{') {
      throw new SafetensorsException(
          source,
          "the header must begin with '{', not with "
              + (json.length == 0
                  ? "nothing (it is empty)"
                  : String.format("byte 0x%02X", json[0])));
    }
    requireUtf8(source, json);
    Reading reading = new Reading(source, dataBytes);
    try (JsonParser parser =
        JSON.createParser(
            new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8))) {
      reading.header(parser);
    } catch (JsonProcessingException e) {
      throw new SafetensorsException(
          source, "the header is not valid JSON: " + Quote.sentence(e.getOriginalMessage()), e);
    } catch (SafetensorsException e) {
      throw e;
    } catch (IOException e) {
      throw new SafetensorsException(
          source,
          "the header cannot be read: " + Quote.sentence(String.valueOf(e.getMessage())),
          e);
    }
    List<Entry> entries = reading.entries;
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireCover(source, entries, dataBytes);
    return new Header(
        Collections.unmodifiableMap(reading.metadata), Collections.unmodifiableList(entries));
  }

  private static void requireUtf8(String source, byte[] json) throws SafetensorsException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(json);
    CharBuffer out = CharBuffer.allocate(4096);
    CoderResult result;
    do {
      out.clear();
      result = decoder.decode(in, out, true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw new SafetensorsException(
          source,
          String.format(
              Locale.ROOT,
              "the header is not UTF-8: malformed at its byte %d (0x%02X)",
              in.position(),
              in.get(in.position())));
    }
  }

  private static void requireCover(String source, List<Entry> entries, long dataBytes)
      throws SafetensorsException {
    Entry last = null;
    long covered = 0;
    for (Entry entry : entries) {
      if (entry.begin() != covered) {
        boolean hole = entry.begin() > covered;
        throw new SafetensorsException(
            source,
            (hole ? "hole in the data: " : "overlap in the data: ")
                + at(entry)
                + (last == null ? ", but the data begins at 0" : ", but " + at(last)));
      }
      covered = entry.end();
      last = entry;
    }
    if (covered != dataBytes) {
      throw new SafetensorsException(
          source,
          "trailing bytes: the tensors end at byte "
              + covered
              + " of the data, which has "
              + dataBytes);
    }
  }

  private static String at(Entry entry) {
    return "tensor "
        + Quote.of(entry.name())
        + " lies at ["
        + entry.begin()
        + ", "
        + entry.end()
        + ")";
  }

  /** The state of one pass over the JSON. */
  private static final class Reading {
    final Map<String, String> metadata = new LinkedHashMap<>();
    final List<Entry> entries = new ArrayList<>();
    private final String source;
    private final long dataBytes;

    Reading(String source, long dataBytes) {
      this.source = source;
      this.dataBytes = dataBytes;
    }

    void header(JsonParser in) throws IOException {
      in.nextToken();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = wellFormed("a name", in.currentName());
        in.nextToken();
        if (name.equals(METADATA)) {
          metadata(in);
        } else {
          tensor(name, in);
        }
      }
      if (in.nextToken() != null) {
        throw new SafetensorsException(source, "the header goes on after its closing '}'");
      }
    }

    private void metadata(JsonParser in) throws IOException {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw new SafetensorsException(
            source, METADATA + " must be an object of strings, not " + what(in.currentToken()));
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String key = wellFormed("a key of " + METADATA, in.currentName());
        if (in.nextToken() != JsonToken.VALUE_STRING) {
          throw new SafetensorsException(
              source,
              METADATA + " " + Quote.of(key) + " must be a string, not " + what(in.currentToken()));
        }
        metadata.put(key, wellFormed(METADATA + " " + Quote.of(key), in.getText()));
      }
    }

    private void tensor(String name, JsonParser in) throws IOException {
      String label = "tensor " + Quote.of(name);
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw new SafetensorsException(
            source, label + " must be an object, not " + what(in.currentToken()));
      }
      Dtype dtype = null;
      long[] shape = null;
      long[] offsets = null;
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String field = in.currentName();
        in.nextToken();
        switch (field) {
          case "dtype" -> dtype = dtype(label, in);
          case "shape" -> shape = sizes(label, field, in);
          case "data_offsets" -> offsets = sizes(label, field, in);
          default -> in.skipChildren();
        }
      }
      if (dtype == null || shape == null || offsets == null) {
        String missing = dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets";
        throw new SafetensorsException(source, label + " has no " + missing);
      }
      entries.add(entry(label, name, dtype, shape, offsets));
    }

    private Entry entry(String label, String name, Dtype dtype, long[] shape, long[] offsets)
        throws SafetensorsException {
      if (offsets.length != 2) {
        throw new SafetensorsException(
            source, label + " needs two data_offsets, begin and end, not " + offsets.length);
      }
      long begin = offsets[0];
      long end = offsets[1];
      if (begin > end) {
        throw new SafetensorsException(
            source, label + " begins at " + begin + ", after its end at " + end);
      }
      if (end > dataBytes) {
        throw new SafetensorsException(
            source,
            label
                + " ends at byte "
                + end
                + " of the data, but the file has only "
                + dataBytes
                + " there");
      }
      long elements = 1;
      long bits;
      try {
        for (long size : shape) {
          elements = Math.multiplyExact(elements, size);
        }
        bits = Math.multiplyExact(elements, dtype.bits());
      } catch (ArithmeticException e) {
        throw new SafetensorsException(
            source,
            label + ": the size of " + dtype + " " + shown(shape) + " overflows 64 bits",
            e);
      }
      if (bits % 8 != 0) {
        throw new SafetensorsException(
            source,
            label
                + ": "
                + dtype
                + " "
                + shown(shape)
                + " takes "
                + bits
                + " bits, not a whole number of bytes");
      }
      if (bits / 8 != end - begin) {
        throw new SafetensorsException(
            source,
            label
                + ": "
                + dtype
                + " "
                + shown(shape)
                + " takes "
                + bits / 8
                + " bytes, but its data_offsets ["
                + begin
                + ", "
                + end
                + "] give "
                + (end - begin));
      }
      return new Entry(name, dtype, shape, elements, begin, end);
    }

    private Dtype dtype(String label, JsonParser in) throws IOException {
      if (in.currentToken() != JsonToken.VALUE_STRING) {
        throw new SafetensorsException(
            source, label + ": dtype must be a string, not " + what(in.currentToken()));
      }
      Dtype dtype = Dtype.named(in.getText());
      if (dtype == null) {
        throw new SafetensorsException(
            source,
            label
                + " has the unknown dtype "
                + Quote.of(in.getText())
                + "; known are "
                + Arrays.toString(Dtype.values()));
      }
      return dtype;
    }

    private long[] sizes(String label, String field, JsonParser in) throws IOException {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        throw new SafetensorsException(
            source, label + ": " + field + " must be an array, not " + what(in.currentToken()));
      }
      long[] sizes = new long[4];
      int count = 0;
      while (in.nextToken() != JsonToken.END_ARRAY) {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
          throw new SafetensorsException(
              source,
              label + ": " + field + " must hold whole numbers, not " + what(in.currentToken()));
        }
        if (in.getText().startsWith("-")) {
          throw new SafetensorsException(
              source, label + ": " + field + " holds the negative number " + shown(in.getText()));
        }
        if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          throw new SafetensorsException(
              source, label + ": " + field + " " + shown(in.getText()) + " overflows 63 bits");
        }
        if (count == sizes.length) {
          sizes = Arrays.copyOf(sizes, 2 * count);
        }
        sizes[count++] = in.getLongValue();
      }
      return Arrays.copyOf(sizes, count);
    }

    private String wellFormed(String label, String text) throws SafetensorsException {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else if (Character.isSurrogate(c)) {
          throw new SafetensorsException(
              source, String.format("%s holds half of a surrogate pair, \\u%04X", label, (int) c));
        }
      }
      return text;
    }

    private static String shown(long[] shape) {
      return shown(Arrays.toString(shape));
    }

    private static String shown(String text) {
      return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static String what(JsonToken token) {
      if (token == null) {
        return "the end of the header";
      }
      return switch (token) {
        case START_OBJECT -> "an object";
        case START_ARRAY -> "an array";
        case VALUE_STRING -> "a string";
        case VALUE_NUMBER_INT -> "a whole number";
        case VALUE_NUMBER_FLOAT -> "a fraction";
        case VALUE_TRUE, VALUE_FALSE -> "a truth value";
        case VALUE_NULL -> "null";
        default -> token.toString();
      };
    }
  }
}
