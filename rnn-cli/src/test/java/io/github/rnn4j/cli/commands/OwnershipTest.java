// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import io.github.rnn4j.files.Reservation;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nothing is replaced or deleted unless it is known to be ours, and no file says what is written.
 */
class OwnershipTest {
  private static final String TEXT = "to be or not to be, that is the question. ".repeat(20);

  @TempDir private Path folder;
  private Path text;

  @BeforeEach
  void write() throws IOException {
    text = Files.writeString(folder.resolve("t.txt"), TEXT);
  }

  private Result train(Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", text, "--model", "rnn", "--hidden", 6));
    Collections.addAll(all, more);
    return rnn(all.toArray());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  // ------------------------------------------------------------------------------ what is there

  @ParameterizedTest
  @CsvSource({
    "notes.best,  precious",
    "notes.step-30, precious",
    "notes, precious",
    "loss.svg, <svg xmlns='http://www.w3.org/2000/svg'/>",
    "run.jsonl, '{\"name\": \"package\"}'",
  })
  void fileOfAStranger_isRefusedBeforeTheFirstStep(String name, String content) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    Result result =
        train(
            "--steps",
            60,
            "--checkpoint-every",
            30,
            "--keep",
            1,
            "--validation",
            0.1,
            "--metrics",
            folder.resolve("run.jsonl"),
            "--plot",
            folder.resolve("loss.svg"),
            "--out",
            folder.resolve("notes"));
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains(file.toString(), "something else than");
    assertThat(file).hasContent(content);
    assertThat(names()).containsExactlyInAnyOrder("t.txt", name);
  }

  @Test
  void ownFiles_areReplacedByTheSameCommand() throws IOException {
    for (int i = 0; i < 2; i++) {
      for (String plot : List.of("loss.svg", "loss.png")) {
        Result result =
            train(
                "--steps",
                20,
                "--checkpoint-every",
                10,
                "--validation",
                0.1,
                "--metrics",
                folder.resolve("run.jsonl"),
                "--plot",
                folder.resolve(plot),
                "--out",
                folder.resolve("m"));
        assertThat(result.code()).as(result.err()).isZero();
      }
    }
    assertThat(javax.imageio.ImageIO.read(folder.resolve("loss.png").toFile()).getWidth())
        .isGreaterThan(500);
  }

  @Test
  void rotation_deletesNothingOfAnotherRun() throws IOException {
    Path precious = Files.writeString(folder.resolve("m.step-1"), "precious");
    Path out = folder.resolve("m");
    Object[] options = {"--checkpoint-every", 10, "--keep", 1, "--out", out};
    Result refused = train(with(options, "--steps", 40));
    assertThat(refused.err()).contains(precious + ": the run would write this file");
    Files.move(precious, folder.resolve("m.step-41"));
    assertThat(train(with(options, "--steps", 40)).code()).isZero();
    assertThat(names()).containsExactly("m", "m.step-40", "m.step-41", "t.txt");

    Result other = train(with(options, "--steps", 20, "--seed", 7));
    assertThat(other.code()).as(other.err()).isZero();
    assertThat(other.err())
        .contains(
            "checkpoints of another run, which this one is not to be resumed from: m.step-40");
    assertThat(names()).containsExactly("m", "m.step-20", "m.step-40", "m.step-41", "t.txt");
  }

  @Test
  void bestModelThatIsRead_isNotWritten() throws IOException {
    Path out = folder.resolve("a.safetensors");
    assertThat(train("--steps", 9, "--validation", 0.1, "--out", out).code()).isZero();
    Path best = folder.resolve("a.best.safetensors");
    byte[] before = Files.readAllBytes(best);
    Result again =
        rnn("train", text, "--init-from", best, "--steps", 9, "--validation", 0.1, "--out", out);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).hasLineCount(1).contains(best.toString(), "which it also reads");
    assertThat(best).hasBinaryContent(before);
  }

  @Test
  void secondRun_isRefusedAndTheFirstNamed() throws IOException {
    Path out = folder.resolve("m");
    Path metrics = folder.resolve("m.jsonl");
    try (Reservation first = Reservation.of(out)) {
      assertThat(first).isNotNull();
      Result second = train("--steps", 5, "--out", out);
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.err()).hasLineCount(1).contains(out + ": this process writes it: wait");
    }
    try (Reservation first = Reservation.of(metrics)) {
      assertThat(first).isNotNull();
      assertThat(train("--steps", 5, "--out", out, "--metrics", metrics).err())
          .contains(metrics + ": this process writes it");
    }
    assertThat(train("--steps", 5, "--out", out, "--metrics", metrics).code()).isZero();
    assertThat(names()).containsExactly("m", "m.jsonl", "t.txt");
  }

  // ------------------------------------------------------------------------------ what is noted

  @ParameterizedTest
  @CsvSource({"metrics, package.json, --metrics", "plot, index.svg, --plot", "out, model, --out"})
  void foreignCheckpoint_hasNothingWrittenElsewhere(String key, String name, String option)
      throws IOException {
    Path victim = Files.createDirectory(folder.resolve("victim"));
    Path file = Files.writeString(victim.resolve(name), "{");
    for (String place : List.of(file.toString(), "victim/" + name, "../" + name, "..", "")) {
      Path evil = edited(stopped(), Map.of("training.note." + key, place));
      Result result = rnn("train", "--resume", evil);
      assertThat(result.code()).as(place + result.err()).isEqualTo(1);
      assertThat(result.err())
          .hasLineCount(1)
          .contains("'training.note." + key + "' is '" + place + "'", option);
      assertThat(file).hasContent("{");
    }
  }

  @Test
  void foreignCheckpoint_hasNoCacheMadeElsewhere() throws IOException {
    Path victim = Files.createDirectory(folder.resolve("victim"));
    Path evil =
        edited(stopped(), Map.of("training.note.text.cache", victim.resolve("c").toString()));
    Result result = rnn("train", "--resume", evil);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains("is not beside the checkpoint: give --cache");
    assertThat(victim).isEmptyDirectory();
  }

  @Test
  void movedCheckpoint_writesBesideItself() throws IOException {
    Path moved = Files.createDirectory(folder.resolve("moved")).resolve("m.step-10");
    Files.move(stopped(), moved);
    Result result = rnn("train", "--resume", moved);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("metrics", moved.resolveSibling("m.jsonl").toString());
    assertThat(moved.resolveSibling("m")).exists();
    assertThat(moved.resolveSibling("m.jsonl")).exists();
  }

  /** A checkpoint of step 10 with all notes. */
  private Path stopped() throws IOException {
    Result result =
        train(
            "--steps",
            20,
            "--checkpoint-every",
            10,
            "--metrics",
            folder.resolve("m.jsonl"),
            "--out",
            folder.resolve("m"));
    assertThat(result.code()).as(result.err()).isZero();
    return folder.resolve("m.step-10");
  }

  private Path edited(Path checkpoint, Map<String, String> entries) throws IOException {
    SafetensorsFile file = SafetensorsFile.read(checkpoint);
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    metadata.remove("training.sha256");
    metadata.putAll(entries);
    SafetensorsWriter writer = new SafetensorsWriter().metadata(metadata);
    for (Tensor tensor : file.tensors().values()) {
      Dtype dtype = tensor.dtype();
      writer.add(tensor.name(), dtype, tensor.shape(), tensor.toDoubles());
    }
    Path evil = folder.resolve("evil.safetensors");
    writer.write(evil);
    return evil;
  }

  private static Object[] with(Object[] options, Object... more) {
    List<Object> all = new ArrayList<>(List.of(options));
    Collections.addAll(all, more);
    return all.toArray();
  }
}
