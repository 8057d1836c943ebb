// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.dist.Download.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a person does with a fresh download: looks, trains, writes, draws. */
final class Journey {
  private Journey() {}

  static void run(Download rnn, Map<String, String> environment) throws Exception {
    Said said = rnn.rnn(environment, "--version");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).startsWith("rnn " + Download.VERSION + "\n");

    said = rnn.rnn(environment, "backends");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("vector  float32", "ejml  ", "commons-math  ", "java  ")
        .contains("in      " + rnn.home().resolve("lib"))
        .doesNotContain("not available", "broken");

    // An old encoding, a name and a character beyond ASCII, an empty environment.
    Path text = rnn.work("été.txt");
    Files.write(text, "noël\ncafé\nété\nnoël\ncafé\nété\n".getBytes("IBM850"));
    said =
        rnn.rnn(
            environment,
            "train",
            "été.txt",
            "--encoding",
            "IBM850",
            "--steps",
            4,
            "--hidden",
            8,
            "--plot",
            "losses.svg",
            "--out",
            "été.safetensors");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.err()).contains("vector (float32)");
    assertThat(rnn.work("losses.svg")).content().contains("<svg");

    said =
        rnn.rnn(
            environment, "sample", "été.safetensors", "--prime", "é", "--length", 9, "--seed", 1);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).startsWith("é").hasSize(11);

    said = rnn.rnn(environment, "demo", "--steps", 2, "--out", "demo.safetensors");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("it writes: hello world", "After 2 steps");

    said = rnn.rnn(environment, "train", "no such text");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("rnn: no such text: there is no such file");
  }
}
