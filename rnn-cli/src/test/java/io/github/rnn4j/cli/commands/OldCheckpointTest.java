// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkpoint of the version before there were records, digests of checkpoints, and probabilities
 * of something new, made by
 *
 * <pre>
 *   rnn train --text "the quick …" --hidden 3 --layers 2 --steps 60 --seq-length 9 --batch-size 4
 *       --checkpoint-every 20 --validation 0.2 --validate-every 7 --schedule plateau:patience=0
 *       --patience 50 --dropout 0.1 --optimizer adam --seed 4 --backend ejml
 * </pre>
 */
class OldCheckpointTest {
  /** Of the model at the end of the run, by the version that began it. */
  private static final String FINISHED =
      "1fb89c139196e6a666b33126058bad02db6c38c1135c8b4195546eb19f621297";

  @TempDir Path directory;
  private Path checkpoint;

  @BeforeEach
  void copyCheckpoint() throws IOException {
    checkpoint = directory.resolve("old.step-20.safetensors");
    try (InputStream in =
        OldCheckpointTest.class.getResourceAsStream("before-records.step-20.safetensors")) {
      Files.copy(in, checkpoint);
    }
  }

  @Test
  void oldRun_goesOnToTheBytesThatItWouldHaveHad() throws Exception {
    Path out = directory.resolve("old.safetensors");

    Result result = rnn("train", "--resume", checkpoint, "--out", out);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(
            HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(out))))
        .isEqualTo(FINISHED);
  }

  @Test
  void oldModel_isReadByEveryCommand() throws IOException {
    Path text = Files.writeString(directory.resolve("text.txt"), "the lazy fox");
    Object[][] commands = {
      {"sample", checkpoint, "--prime", "the ", "--length", 9, "--seed", 1},
      {"evaluate", checkpoint, text},
      {"score", checkpoint, text},
      {"inspect", checkpoint},
      {"export", checkpoint, "--to", "torch", "--out", directory.resolve("twin.safetensors")},
      {
        "train",
        text,
        "--init-from",
        checkpoint,
        "--steps",
        2,
        "--out",
        directory.resolve("more.safetensors")
      },
    };
    for (Object[] command : commands) {
      Result result = rnn(command);
      assertThat(result.code()).as("%s: %s", command[0], result.err()).isZero();
    }
  }
}
