// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only shows in a process of its own: exit codes, the two streams, pipes and signals. */
class ProcessTest {
  @TempDir private Path folder;

  @Test
  void results_goToStandardOutputAndProgressToStandardError() throws Exception {
    Path out = folder.resolve("m.safetensors");
    Result result =
        Child.result(Child.start("train", "--text", "ab ab", "--steps", 3, "--out", out));
    assertThat(result.code()).isZero();
    assertThat(result.out()).hasLineCount(1).startsWith(out + ": loss ");
    assertThat(result.err()).contains("step 3 of 3").doesNotContain("\u001b", "\r");
  }

  @Test
  void exitCodes_areThoseOfTheCommand() throws Exception {
    assertThat(Child.result(Child.start("--version")).code()).isZero();
    assertThat(Child.result(Child.start("inspect", folder.resolve("no"))).code()).isEqualTo(1);
    assertThat(Child.result(Child.start("train", "--hidden", 0)).code()).isEqualTo(2);
  }

  @Test
  void output_isUtf8WhateverTheLocale() throws Exception {
    Path model = folder.resolve("m.safetensors");
    Cli.rnn("train", "--text", "éü😀😁", "--steps", 1, "--out", model);
    Result result = Child.result(Child.start("sample", model, "--length", 30, "--seed", 1));
    assertThat(result.out()).matches("[éü😀😁]{30}\\R");
  }

  @Test
  void closedPipe_endsTheSampleQuietly() throws Exception {
    Path model = Cli.helloWorld(folder.resolve("m.safetensors"));
    Process process = Child.start("sample", model, "--length", 1_000_000_000, "--seed", 1);
    assertThat(process.getInputStream().read()).isNotNegative();
    process.getInputStream().close();
    assertThat(process.waitFor()).isEqualTo(141);
    assertThat(process.getErrorStream().readAllBytes()).isEmpty();
  }

  @Test
  void termination_savesWhatWasReached() throws Exception {
    Path out = folder.resolve("m.safetensors");
    Process process =
        Child.start(
            "train",
            "--text",
            "hello world",
            "--steps",
            1_000_000_000,
            "--report-every",
            1000,
            "--out",
            out);
    BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    String line = err.readLine();
    while (line != null && !line.startsWith("step ")) {
      line = err.readLine();
    }
    assertThat(line).isNotNull();
    process.toHandle().destroy();
    while (err.readLine() != null) {
      // The reports that came meanwhile.
    }
    assertThat(process.waitFor()).isEqualTo(128 + 15);
    assertThat(Files.exists(out)).isTrue();
    assertThat(SafetensorsFile.read(out).metadata()).containsEntry("format", "rnn4j.model");
  }
}
