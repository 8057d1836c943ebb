// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.spark.training.SparkShards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rnn train} on Spark, with the tasks as threads of this process: the same model. */
class TrainTest {
  private static final String SIZES = "--hidden 24 --batch-size 14 --seq-length 9 --shards 4";

  @TempDir Path folder;
  private Path text;

  @BeforeEach
  void writeText() throws IOException {
    text = folder.resolve("text.txt");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 260; i++) {
      lines.append("line ").append(i * i % 97).append(" of names\n");
    }
    Files.writeString(text, lines);
  }

  private static SparkConf threads() {
    return LocalCluster.conf("local[2]").set(SparkShards.PARTS, "4");
  }

  private static String[] words(String options, Object... more) {
    List<String> words = new ArrayList<>(Arrays.asList(options.split(" ")));
    for (Object word : more) {
      words.add(word.toString());
    }
    return words.toArray(String[]::new);
  }

  private static String[] command(String... options) {
    List<String> words = new ArrayList<>(List.of("train"));
    words.addAll(Arrays.asList(options));
    return words.toArray(String[]::new);
  }

  private Path trainedHere(String name, String options) {
    Path out = folder.resolve(name);
    Program here = Program.here(command(words(options, text, "--out", out)));
    assertThat(here.code()).as(here.err()).isZero();
    return out;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--model lstm --steps 30 --dropout 0.2 --validation 0.1 --validate-every 7 --patience 9",
        "--model gru --epochs 1 --records lines --validation 0.1 --dropout 0.1",
      })
  void model_isThatOfOneMachine(String options) throws IOException {
    assertSame(options);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--model rnn --steps 20 --layers 1 --members 2 --optimizer adam --schedule constant --clip norm:1",
        "--model lstm --steps 20 --embedding 24 --tie-weights --backend java --checkpoint-every 9",
        "--model lstm --steps 20 --residual --average ema:decay=0.9 --dropout-kind variational"
            + " --dropout 0.2 --input-dropout 0.1 --recurrent-dropout 0.1 --weight-drop 0.3"
            + " --validation 0.1",
      })
  @Tag("once")
  void model_ofMoreOptions_isThatOfOneMachine(String options) throws IOException {
    assertSame(options);
  }

  private void assertSame(String options) throws IOException {
    String all = options + " " + SIZES;
    Path here = trainedHere("here.safetensors", all + " --metrics " + folder.resolve("h.jsonl"));
    Path out = folder.resolve("there.safetensors");
    Program there =
        Program.on(
            threads(), words(all, text, "--out", out, "--metrics", folder.resolve("t.jsonl")));
    assertThat(there.code()).as(there.err()).isZero();
    assertThat(there.err())
        .contains("cluster   Spark 4.2.0, local[2]; a step is at most 4 tasks")
        .containsPattern("rnn: on Spark: \\d+ steps of .* in 4.0 parts");
    assertThat(Program.sha256(out)).isEqualTo(Program.sha256(here));
    Path best = folder.resolve("here.best.safetensors");
    assertThat(Files.exists(best)).isEqualTo(all.contains("--validation"));
    if (Files.exists(best)) {
      assertThat(folder.resolve("there.best.safetensors")).hasSameBinaryContentAs(best);
    }
    assertThat(Files.readAllLines(folder.resolve("t.jsonl")))
        .hasSameSizeAs(Files.readAllLines(folder.resolve("h.jsonl")))
        .isNotEmpty();
  }

  @Test
  void run_begunHereGoesOnThereAndTheOtherWayRound() throws IOException {
    String options = "--model lstm --validation 0.1 --checkpoint-every 11 --steps 24 " + SIZES;
    Path here = trainedHere("here.safetensors", options);
    Path there = folder.resolve("there.safetensors");
    Program begun = Program.on(threads(), words(options, text, "--out", there));
    assertThat(begun.code()).as(begun.err()).isZero();
    assertThat(there).hasSameBinaryContentAs(here);

    Path onSpark = folder.resolve("on-spark.safetensors");
    Program rest = Program.on(threads(), words("--resume", checkpoint("here"), "--out", onSpark));
    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(onSpark).hasSameBinaryContentAs(here);
    Path onOne = folder.resolve("on-one.safetensors");
    Program back = Program.here(command(words("--resume", checkpoint("there"), "--out", onOne)));
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(onOne).hasSameBinaryContentAs(here);
  }

  /** That of step 11. */
  private Path checkpoint(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name + "\\.\\D*0*11\\.safetensors"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** The finished model, without the notes of its run, which tell of its own file. */
  private String weights(Path model) throws IOException {
    Path plain = folder.resolve("plain.safetensors");
    Program export =
        Program.here(
            "export", model.toString(), "--to", "torch", "--force", "--out", plain.toString());
    assertThat(export.code()).as(export.err()).isZero();
    return Program.sha256(plain);
  }

  @Test
  @Tag("once")
  void trained_modelIsTheStartOfAnother() throws IOException {
    Path first = trainedHere("first.safetensors", "--steps 5 " + SIZES);
    String more = "--steps 9 --shards 2 --batch-size 8 --seq-length 9 --init-from " + first;
    Path here = trainedHere("here.safetensors", more);
    Path there = folder.resolve("there.safetensors");
    assertThat(Program.on(threads(), words(more, text, "--out", there)).code()).isZero();
    assertThat(there).hasSameBinaryContentAs(here);
  }

  @Test
  @Tag("once")
  void text_mayBeWhereverHadoopReads() throws IOException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Files.writeString(corpus.resolve("b.txt"), "the second part of it. ".repeat(30));
    Files.writeString(corpus.resolve("a.txt"), "the first part of it. ".repeat(30));
    Files.writeString(corpus.resolve("_SUCCESS"), "");
    String options = "--steps 9 --keep-optimizer " + SIZES;
    Path here = folder.resolve("here.safetensors");
    assertThat(
            Program.here(
                    command(
                        words(
                            options,
                            corpus.resolve("a.txt"),
                            corpus.resolve("b.txt"),
                            "--out",
                            here)))
                .code())
        .isZero();
    Path there = folder.resolve("there.safetensors");
    String uri = "file://" + corpus;
    Program remote = Program.on(threads(), words(options, uri, "--out", there));
    assertThat(remote.code()).as(remote.err()).isZero();
    assertThat(weights(there)).isEqualTo(weights(here));

    Program resumed = Program.on(threads(), words("--resume", there, "--steps", 12));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    Files.writeString(corpus.resolve("b.txt"), "the second part of is. ".repeat(30));
    Program changed = Program.on(threads(), words("--resume", there, "--steps", 15));
    assertThat(changed.code()).isEqualTo(1);
    assertThat(changed.err()).contains("the text has changed since the checkpoint was written");
    Program elsewhere = Program.here("train", "--resume", there.toString(), "--steps", "15");
    assertThat(elsewhere.code()).isEqualTo(1);
    assertThat(elsewhere.err()).contains("is not on this machine: Spark reads it, by spark-submit");
  }

  @Test
  @Tag("once")
  void errors_areThoseOfTheCommandLine() {
    Program missing = Program.on(threads(), "file:///no/such/text.txt", "--shards", "2");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err())
        .contains("rnn: file:///no/such/text.txt: there is no such file or directory");
    Program scheme = Program.on(threads(), "nowhere://host/text.txt");
    assertThat(scheme.code()).isEqualTo(1);
    assertThat(scheme.err()).contains("rnn: ").contains("nowhere");
    Program out = Program.on(threads(), words("--out hdfs://host/m.safetensors", text));
    assertThat(out.code()).isEqualTo(2);
    assertThat(out.err()).contains("'hdfs://host/m.safetensors' is not on this machine");
    Program shards = Program.on(threads(), words("--shards 3", text));
    assertThat(shards.code()).isEqualTo(1);
    assertThat(shards.err()).contains("the shards must be a power of two: 3");
    Program time = Program.on(threads(), words("--time-budget 30s", text));
    assertThat(time.code()).isNotZero();
    assertThat(time.err()).contains("the gradients are computed elsewhere");
    Program option = Program.on(threads(), words("--shard 4", text));
    assertThat(option.code()).isEqualTo(2);
    assertThat(option.err()).contains("--shard");
  }
}
