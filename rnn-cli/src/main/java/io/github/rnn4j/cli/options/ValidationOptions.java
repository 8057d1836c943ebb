// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.metadata.Entries;
import io.github.rnn4j.text.TextEncoding;
import io.github.rnn4j.training.HeldOut;
import io.github.rnn4j.training.RunConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The held-out text, which is read now and then to see how the model does on what is new. */
public final class ValidationOptions {
  private static final String FRACTION = "validation.fraction";
  private static final String FILE = "validation.file";

  @Option(
      names = "--validation",
      paramLabel = "FRACTION",
      converter = Numbers.Fraction.class,
      description =
          "Hold out this part of the text, such as 0.05: its end, or records from all over it.")
  private @Nullable Double fraction;

  @Option(
      names = "--validation-file",
      paramLabel = "FILE",
      description = "Hold out this text instead; it may have no other characters.")
  private @Nullable Path file;

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      converter = Numbers.PositiveLong.class,
      description = "Steps between two readings of the held-out text. (default: an epoch)")
  private @Nullable Long every;

  @Option(
      names = "--patience",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "End the training when N readings in a row brought no lower loss. (default: never)")
  private @Nullable Integer patience;

  /** What is wrong with the options together. */
  public Optional<String> defect() {
    if (fraction != null && file != null) {
      return Optional.of("--validation and --validation-file exclude each other: give one of them");
    }
    if (fraction == null && file == null && (every != null || patience != null)) {
      return Optional.of(
          (every != null ? "--validate-every" : "--patience")
              + " needs a held-out text: give --validation or --validation-file");
    }
    return Optional.empty();
  }

  /** Whether nothing is held out. */
  public boolean none() {
    return fraction == null && file == null;
  }

  /** Sets what is given. */
  public void set(RunConfig.Builder run) {
    Optional.ofNullable(every).ifPresent(run::validateEvery);
    Optional.ofNullable(patience).ifPresent(run::patience);
  }

  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** What a resumed run must know. */
  public void note(Map<String, String> notes) {
    if (fraction != null) {
      notes.put(FRACTION, fraction.toString());
    }
    if (file != null) {
      notes.put(FILE, file.toAbsolutePath().toString());
    }
  }

  /**
   * Takes up what {@link #note} noted.
   *
   * @throws IllegalArgumentException if the notes are damaged
   */
  public void restore(Entries notes) {
    fraction =
        notes.has(FRACTION)
            ? Double.valueOf(notes.number(FRACTION, Double.MIN_VALUE, Math.nextDown(1.0)))
            : null;
    file = notes.has(FILE) ? notes.read(FILE, Path::of) : null;
    if (fraction != null && file != null) {
      throw notes.bad(FILE, "'" + FRACTION + "' is " + fraction);
    }
  }

  /**
   * What is held out.
   *
   * @param encoding how a file is read
   */
  public HeldOut heldOut(TextEncoding encoding) {
    if (file != null) {
      return HeldOut.file(file, encoding);
    }
    return fraction == null ? HeldOut.none() : HeldOut.fraction(fraction);
  }

  /** Where the held-out text is from, if not from the text itself. */
  public Optional<String> origin() {
    return file().map(path -> "from " + path);
  }
}
