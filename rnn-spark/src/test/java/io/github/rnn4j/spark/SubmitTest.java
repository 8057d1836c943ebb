// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * What {@code spark-submit} does with the jar, on a class path that has Spark and nothing else: one
 * executor has the bits of one machine.
 */
@Timeout(300)
class SubmitTest {
  @TempDir Path folder;

  @Test
  void jar_holdsAllThatDriverAndExecutorsNeed() throws IOException, InterruptedException {
    Path jar = Path.of(System.getProperty("rnn.submit.jar"));
    assertThat(jar).isRegularFile();
    Path text = Files.writeString(folder.resolve("text.txt"), "what is submitted. ".repeat(60));
    String sizes = "--hidden 16 --batch-size 8 --seq-length 7 --shards 2 --steps 12";
    Path here = folder.resolve("here.safetensors");
    Program.rnn(words("train " + sizes, text, "--out", here).toArray());

    String sparks =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar") && !entry.matches(".*(rnn-|picocli|ejml).*"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("rnn.test.jvm.options").split(" ")));
    command.addAll(List.of(LocalCluster.SHORT_LIVED.split(" ")));
    command.addAll(List.of("-cp", sparks, "org.apache.spark.deploy.SparkSubmit"));
    SparkConf conf = LocalCluster.processes(1).set("spark.executor.extraClassPath", sparks);
    for (Tuple2<String, String> setting : conf.getAll()) {
      command.addAll(List.of("--conf", setting._1 + "=" + setting._2));
    }
    command.addAll(List.of("--class", Train.class.getName(), jar.toString()));
    Path there = folder.resolve("there.safetensors");
    command.addAll(words(sizes, text, "--out", there));
    Path log = folder.resolve("log");
    Process submit =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(submit.waitFor()).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log)).contains("rnn: on Spark: ");
    assertThat(there).hasSameBinaryContentAs(here);
  }

  private static List<String> words(String options, Object... more) {
    List<String> words = new ArrayList<>(List.of(options.split(" ")));
    for (Object word : more) {
      words.add(word.toString());
    }
    return words;
  }
}
