// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.training.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataClass;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog.SessionStatus;
import org.tensorflow.proto.Summary;

class EventFileTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.250Z");

  @TempDir private Path folder;

  private EventFile begin(long step, Map<String, String> settings) throws IOException {
    return EventFile.begin(folder, step, settings, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static void report(EventFile events, long step, double loss) {
    events.report(
        new Report(step, 100, 0.5, loss, 7, Double.NaN, 0.25, 0.125),
        new Pace(1000, Duration.ofSeconds(1), Duration.ZERO));
  }

  /** The record that the tests of TensorBoard's own reader have: tf_record.rs. */
  @Test
  void record_isThatOfTensorFlow() {
    byte[] event =
        HexFormat.of().parseHex("0900008038" + "99d6d741" + "1a0d" + "627261696e2e4576656e743a32");
    assertThat(HexFormat.of().formatHex(EventFile.record(event)))
        .isEqualTo("1800000000000000" + "a37f4b22" + HexFormat.of().formatHex(event) + "124b36ab");
  }

  @Test
  void file_beginsWithItsVersionAndTheStartOfTheRun() throws IOException {
    begin(0, Map.of("model", "lstm")).close();
    Path file = folder.resolve("events.out.tfevents.1795608000.rnn4j");
    assertThat(OwnFile.of(file)).contains(OwnFile.EVENTS);
    List<Event> events = Events.read(file);
    assertThat(events).hasSize(3);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(0).getSourceMetadata().getWriter()).isEqualTo("rnn4j");
    assertThat(events.get(1).getSessionLog().getStatus()).isEqualTo(SessionStatus.START);
    assertThat(events.get(1).getStep()).isEqualTo(1);
    assertThat(events).allMatch(event -> event.getWallTime() == 1795608000.25);
  }

  @Test
  void numbers_haveTheirTagsAndSteps() throws IOException {
    try (EventFile events = begin(0, Map.of())) {
      report(events, 10, 2.5);
      events.validated(12, 0.6, 2.75, true);
    }
    Map<String, Map<Long, Object>> shown = Events.shown(folder);
    shown.remove("settings");
    assertThat(shown)
        .isEqualTo(
            Map.of(
                "loss/train", Map.of(10L, 2.5f),
                "loss/validation", Map.of(12L, 2.75f),
                "optimizer/gradient_norm", Map.of(10L, 0.25f),
                "optimizer/learning_rate", Map.of(10L, 0.125f),
                "speed/characters_per_second", Map.of(10L, 1000f)));
  }

  @Test
  void sample_isATextOfThePluginAndABlockOfCode() throws IOException {
    try (EventFile events = begin(0, Map.of())) {
      events.sampled(20, 1, "<script>\n# *no* title\u001b");
    }
    List<Event> events = Events.read(Events.files(folder).get(0));
    Event last = events.get(events.size() - 1);
    assertThat(last.getStep()).isEqualTo(20);
    Summary.Value value = last.getSummary().getValue(0);
    assertThat(value.getTag()).isEqualTo("sample");
    assertThat(value.getMetadata().getPluginData().getPluginName()).isEqualTo("text");
    assertThat(value.getMetadata().getDataClass()).isEqualTo(DataClass.DATA_CLASS_TENSOR);
    assertThat(value.getTensor().getDtype()).isEqualTo(DataType.DT_STRING);
    assertThat(value.getTensor().getTensorShape().getDimCount()).isZero();
    assertThat(value.getTensor().getStringVal(0).toStringUtf8())
        .isEqualTo("    <script>\n    # *no* title\\u{1B}");
  }

  @Test
  void settings_areATableThatNothingInThemBreaks() throws IOException {
    begin(0, Map.of("text", "a|b\n<b> *c* é.txt")).close();
    assertThat(Events.shown(folder).get("settings"))
        .containsExactly(
            Map.entry(
                1L,
                "| setting | value |\n|---|---|\n"
                    + "| text | a&#124;b; &#60;b&#62; &#42;c&#42; é&#46;txt |\n"));
  }

  @Test
  void resumedRun_showsNoStepTwice_alsoAfterARecordThatWasCut() throws IOException {
    try (EventFile events = begin(0, Map.of())) {
      for (int step = 1; step <= 9; step++) {
        report(events, step, step);
      }
    }
    Path first = Events.files(folder).get(0);
    byte[] whole = Files.readAllBytes(first);
    Files.write(first, java.util.Arrays.copyOf(whole, whole.length - 11));
    try (EventFile events = begin(4, Map.of())) {
      for (int step = 5; step <= 7; step++) {
        report(events, step, 10 + step);
      }
    }
    assertThat(Events.files(folder)).hasSize(2);
    assertThat(Events.shown(folder).get("loss/train").values())
        .containsExactly(1f, 2f, 3f, 4f, 15f, 16f, 17f);
  }

  @Test
  void runThatWentBack_showsNoStepTwice() throws IOException {
    try (EventFile events = begin(0, Map.of())) {
      report(events, 1, 1);
      report(events, 2, 2);
      events.wentBack(1);
      report(events, 2, 3);
    }
    assertThat(Events.shown(folder).get("loss/train").values()).containsExactly(1f, 3f);
  }

  @Test
  void name_comesAfterThoseThatAreThere() throws IOException {
    Path other = folder.resolve("events.out.tfevents.1999999999.host.7");
    Files.writeString(other, "another program's");
    Files.writeString(folder.resolve("events.out.tfevents.9999999999.last"), "");
    begin(0, Map.of()).close();
    begin(0, Map.of()).close();
    assertThat(folder.resolve("events.out.tfevents.2000000000.rnn4j")).exists();
    assertThat(folder.resolve("events.out.tfevents.2000000001.rnn4j")).exists();
    assertThat(other).hasContent("another program's");
  }

  @Test
  void lostFile_isAnErrorAtTheEnd() throws IOException {
    EventFile events = begin(0, Map.of());
    Path file = Events.files(folder).get(0);
    Files.delete(file);
    assertThatThrownBy(events::close)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("was removed")
        .hasMessageContaining("the model is whole");
  }

  @Test
  void folder_isOwnIfARunWroteThere() throws IOException {
    assertThat(EventFile.isOwn(folder.resolve("missing"))).isTrue();
    assertThat(EventFile.isOwn(folder)).isTrue();
    Files.write(folder.resolve("notes"), "notes".getBytes(StandardCharsets.UTF_8));
    assertThat(EventFile.isOwn(folder)).isFalse();
    begin(0, Map.of()).close();
    assertThat(EventFile.isOwn(folder)).isTrue();
  }
}
