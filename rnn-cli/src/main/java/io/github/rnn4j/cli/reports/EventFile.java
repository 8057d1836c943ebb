// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.files.Failures;
import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.files.Reservation;
import io.github.rnn4j.protobuf.Message;
import io.github.rnn4j.training.Report;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a run tells, for TensorBoard: an event file in a folder. A record is the length of its event
 * (8 bytes, the lowest first), a sum of these bytes, the event, and a sum of it; a sum is CRC-32C,
 * rotated and added to a constant. Each record is written at once, so that a TensorBoard that is
 * open shows it.
 *
 * <p>Each start of the program has a file of its own, which begins with {@code SessionLog.START} at
 * its first step: TensorBoard then forgets what earlier files say of this step and later ones. So
 * no step is there twice after a run was resumed, nor after it went back, and a record that a kill
 * has cut stays the last of its file. No file that is there is read, changed or removed.
 *
 * @see <a
 *     href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto">
 *     event.proto</a>
 * @see <a
 *     href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/lib/io/record_writer.h">
 *     record_writer.h</a>
 */
public final class EventFile implements Progress, AutoCloseable {
  private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d{10})\\..*");

  /** From it on, ten digits do not suffice. */
  private static final long END_OF_TIME = 10_000_000_000L;

  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int EVENT_SESSION_LOG = 7;
  private static final int EVENT_SOURCE_METADATA = 10;
  private static final int SOURCE_METADATA_WRITER = 1;
  private static final int SESSION_LOG_STATUS = 1;
  private static final int SESSION_LOG_START = 1;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE = 2;
  private static final int VALUE_TENSOR = 8;
  private static final int VALUE_METADATA = 9;
  private static final int METADATA_PLUGIN_DATA = 1;
  private static final int METADATA_DATA_CLASS = 4;
  private static final int DATA_CLASS_TENSOR = 2;
  private static final int PLUGIN_NAME = 1;
  private static final int TENSOR_DTYPE = 1;
  private static final int TENSOR_SHAPE = 2;
  private static final int TENSOR_STRING_VAL = 8;
  private static final int DT_STRING = 7;

  private final Path path;
  private final FileOutputStream out;
  private final Clock clock;
  private @Nullable IOException failure;

  private EventFile(Path path, Clock clock) throws IOException {
    this.path = path;
    this.clock = clock;
    this.out = new FileOutputStream(path.toFile());
  }

  /**
   * Keeps a folder, which is made if it is missing, for the events of one run at a time.
   *
   * @param folder the folder of the run
   * @return to be closed when the run is over
   * @throws IOException if another run writes there, or it cannot be made
   */
  public static Reservation reserve(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    return Reservation.of(folder.resolve("rnn4j"));
  }

  /**
   * Begins a file in a folder.
   *
   * @param folder the folder of the run, reserved
   * @param step how many steps the run has done
   * @param settings what the run is, by name
   * @param clock tells the time of an event
   * @throws IOException if it cannot be written
   */
  public static EventFile begin(Path folder, long step, Map<String, String> settings, Clock clock)
      throws IOException {
    EventFile events = new EventFile(create(folder, clock), clock);
    events.write(
        new Message()
            .text(EVENT_FILE_VERSION, "brain.Event:2")
            .message(EVENT_SOURCE_METADATA, new Message().text(SOURCE_METADATA_WRITER, "rnn4j")));
    events.start(step + 1);
    events.text(step + 1, "settings", table(settings));
    if (events.failure != null) {
      events.out.close();
      throw Failures.writing(events.path.toString(), events.failure);
    }
    return events;
  }

  /**
   * Makes a file whose name comes after those that are there: TensorBoard reads them in this order,
   * and an earlier one no more when there is a later one.
   */
  private static Path create(Path folder, Clock clock) throws IOException {
    long second = clock.instant().getEpochSecond();
    try (Stream<Path> files = Files.list(folder)) {
      second =
          Math.max(
              second,
              files
                  .map(file -> NAME.matcher(file.getFileName().toString()))
                  .filter(Matcher::matches)
                  .mapToLong(name -> 1 + Long.parseLong(name.group(1)))
                  .filter(next -> next < END_OF_TIME)
                  .max()
                  .orElse(0));
    }
    return Files.createFile(
        folder.resolve(String.format(Locale.ROOT, "events.out.tfevents.%010d.rnn4j", second)));
  }

  /**
   * Checks before long work that a folder can take events, without making it.
   *
   * @throws IOException if it is something else, or may not be written to
   */
  public static void requireFolder(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new FileSystemException(folder.toString(), null, "is no folder: name another one");
    }
    Path there = folder.toAbsolutePath().normalize();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new FileSystemException(
          folder.toString(), null, "nothing can be written in " + there + ": name another folder");
    }
  }

  /** Whether a folder is one that runs have written events to, or is empty, or is not there. */
  public static boolean isOwn(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    for (Path file : files) {
      if (OwnFile.of(file).filter(OwnFile.EVENTS::equals).isPresent()) {
        return true;
      }
    }
    return files.isEmpty();
  }

  /** Writes events. A failure does not stop the training: it is kept for {@link #close()}. */
  @Override
  public void report(Report report, Pace pace) {
    write(
        event(report.step())
            .message(
                EVENT_SUMMARY,
                new Message()
                    .append(scalar("loss/train", report.loss()))
                    .append(scalar("optimizer/learning_rate", report.learningRate()))
                    .append(scalar("optimizer/gradient_norm", report.gradientNorm()))
                    .append(scalar("speed/characters_per_second", pace.charactersPerSecond()))));
  }

  @Override
  public void validated(long step, double epoch, double loss, boolean best) {
    write(event(step).message(EVENT_SUMMARY, scalar("loss/validation", loss)));
  }

  /** The text as a block of code: TensorBoard takes it for Markdown. */
  @Override
  public void sampled(long step, double epoch, String text) {
    text(
        step,
        "sample",
        text.lines().map(line -> "    " + Printable.text(line)).collect(Collectors.joining("\n")));
  }

  @Override
  public void wentBack(long step) {
    start(step + 1);
  }

  /** Brings the events to the disk, before a checkpoint that comes after them. */
  @Override
  public void checkpoint() {
    if (failure == null) {
      try {
        requireThere();
        out.getFD().sync();
      } catch (SyncFailedException e) {
        // A file system that cannot.
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  private void requireThere() throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "was removed while the run wrote to it");
    }
  }

  /** What was told of this step and later ones does not count any more. */
  private void start(long step) {
    write(
        event(step)
            .message(
                EVENT_SESSION_LOG, new Message().number(SESSION_LOG_STATUS, SESSION_LOG_START)));
  }

  private void text(long step, String tag, String markdown) {
    Message metadata =
        new Message()
            .message(METADATA_PLUGIN_DATA, new Message().text(PLUGIN_NAME, "text"))
            .number(METADATA_DATA_CLASS, DATA_CLASS_TENSOR);
    Message tensor =
        new Message()
            .number(TENSOR_DTYPE, DT_STRING)
            .message(TENSOR_SHAPE, new Message())
            .text(TENSOR_STRING_VAL, markdown);
    Message value =
        new Message()
            .text(VALUE_TAG, tag)
            .message(VALUE_TENSOR, tensor)
            .message(VALUE_METADATA, metadata);
    write(event(step).message(EVENT_SUMMARY, new Message().message(SUMMARY_VALUE, value)));
  }

  private static Message scalar(String tag, double number) {
    return new Message()
        .message(
            SUMMARY_VALUE,
            new Message().text(VALUE_TAG, tag).float32(VALUE_SIMPLE, (float) number));
  }

  private static Message event(long step) {
    return new Message().number(EVENT_STEP, step);
  }

  private void write(Message rest) {
    if (failure == null) {
      Instant now = clock.instant();
      double seconds = now.getEpochSecond() + now.getNano() * 1e-9;
      try {
        out.write(record(new Message().float64(EVENT_WALL_TIME, seconds).append(rest).toBytes()));
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  /** An event between its length and its sum. */
  static byte[] record(byte[] event) {
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + event.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(event.length);
    return record
        .putInt(sum(record.array(), Long.BYTES))
        .put(event)
        .putInt(sum(event, event.length))
        .array();
  }

  /** CRC-32C, rotated to the right by 15 bits, plus a constant. */
  private static int sum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return Integer.rotateRight((int) sum.getValue(), 15) + 0xA282EAD8;
  }

  /** The settings as a table in Markdown. */
  private static String table(Map<String, String> settings) {
    StringBuilder table = new StringBuilder("| setting | value |\n|---|---|\n");
    settings.forEach(
        (name, value) ->
            table.append("| ").append(cell(name)).append(" | ").append(cell(value)).append(" |\n"));
    return table.toString();
  }

  /** A text of which Markdown, HTML included, makes nothing else. */
  private static String cell(String text) {
    StringBuilder cell = new StringBuilder();
    Printable.line(text)
        .codePoints()
        .forEach(
            c -> {
              if (c > 127 || Character.isLetterOrDigit(c) || " ,:;/=%".indexOf(c) >= 0) {
                cell.appendCodePoint(c);
              } else {
                cell.append("&#").append(c).append(';');
              }
            });
    return cell.toString();
  }

  /**
   * Closes the file.
   *
   * @throws IOException if an event could not be written
   */
  @Override
  public void close() throws IOException {
    try {
      if (failure == null) {
        requireThere();
      }
      out.close();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
    if (failure != null) {
      throw new IOException(
          Failures.writing(path.toString(), failure).getMessage()
              + "; events are missing, while the model is whole",
          failure);
    }
  }
}
