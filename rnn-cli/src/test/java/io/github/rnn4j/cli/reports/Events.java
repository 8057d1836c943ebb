// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog.SessionStatus;
import org.tensorflow.proto.Summary;

/** Reads event files as TensorBoard does, with TensorFlow's own classes. */
public final class Events {
  private Events() {}

  /** The event files of a folder in the order in which TensorBoard reads them. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().contains("tfevents")).sorted().toList();
    }
  }

  /** The events of a file, up to a record that is cut. A sum that is wrong is an error. */
  public static List<Event> read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.remaining() >= Long.BYTES + Integer.BYTES) {
      int begin = bytes.position();
      int length = Math.toIntExact(bytes.getLong());
      assertThat(bytes.getInt()).isEqualTo(sum(bytes.array(), begin, Long.BYTES));
      if (bytes.remaining() < length + Integer.BYTES) {
        break;
      }
      byte[] event = new byte[length];
      bytes.get(event);
      assertThat(bytes.getInt()).isEqualTo(sum(event, 0, length));
      events.add(Event.parseFrom(event));
    }
    return events;
  }

  private static int sum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    long sum = crc.getValue();
    return (int) ((sum >>> 15 | sum << 17) + 0xA282EAD8L);
  }

  /**
   * What TensorBoard shows of a folder: by tag, the value of each step, a number or a text. A step
   * that would be there twice is an error.
   */
  public static Map<String, Map<Long, Object>> shown(Path folder) throws IOException {
    Map<String, Map<Long, Object>> shown = new TreeMap<>();
    for (Path file : files(folder)) {
      for (Event event : read(file)) {
        if (event.hasSessionLog() && event.getSessionLog().getStatus() == SessionStatus.START) {
          shown.values().forEach(values -> values.keySet().removeIf(s -> s >= event.getStep()));
        }
        for (Summary.Value value : event.getSummary().getValueList()) {
          Object content =
              value.hasTensor()
                  ? value.getTensor().getStringVal(0).toStringUtf8()
                  : (Object) value.getSimpleValue();
          assertThat(
                  shown
                      .computeIfAbsent(value.getTag(), tag -> new TreeMap<>())
                      .put(event.getStep(), content))
              .as("%s at step %d", value.getTag(), event.getStep())
              .isNull();
        }
      }
    }
    shown.values().removeIf(Map::isEmpty);
    return shown;
  }
}
