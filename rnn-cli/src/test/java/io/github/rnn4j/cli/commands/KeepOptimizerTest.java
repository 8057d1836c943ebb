// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A finished model that is trained further with the state of its optimizer. */
class KeepOptimizerTest {
  private static final String TEXT = "the quick brown fox\njumps over\nthe lazy dog\n".repeat(8);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--optimizer adam",
        "--optimizer rmsprop",
        "--optimizer momentum",
        "--records lines --accumulate 3",
        "--accumulate 2 --optimizer adam --average ema:decay=0.9",
        "--average asgd:nonmono=1 --validation 0.2 --validate-every 10 --learning-rate 0.1",
      })
  void moreSteps_leadWhereOneRunLeads(String options) throws IOException {
    Object[] how = (options + " --schedule constant --keep-optimizer").split(" ");
    Path straight = train("straight", 120, how);
    Path twice = train("twice", 50, how);
    for (int steps : List.of(80, 120)) {
      Result more = rnn("train", "--resume", twice, "--steps", steps);
      assertThat(more.code()).as(more.err()).isZero();
      assertThat(more.err()).contains("this gives it more: rnn train --resume " + twice);
    }
    assertThat(exported(twice)).isEqualTo(exported(straight));
  }

  @Test
  void model_isTheOneThatIsFinishedWithoutIt() throws IOException {
    for (Object[] kind :
        new Object[][] {
          {}, {"--records", "lines", "--validation", "0.2"}, {"--average", "ema"},
        }) {
      Path plain = train("plain", 60, kind);
      Object[] keeping = Arrays.copyOf(kind, kind.length + 1);
      keeping[kind.length] = "--keep-optimizer";
      Path kept = train("kept", 60, keeping);
      assertThat(exported(kept)).isEqualTo(exported(plain));
      Map<String, String> more = new TreeMap<>(SafetensorsFile.read(kept).metadata());
      more.keySet().removeIf(name -> name.startsWith("training."));
      assertThat(more).isEqualTo(SafetensorsFile.read(plain).metadata());
      assertThat(Files.size(kept)).isGreaterThan(2 * Files.size(plain));
    }
  }

  @Test
  void finishedModel_withoutItIsAnsweredWithIt() {
    Result result = rnn("train", "--resume", train("plain", 10), "--epochs", 100);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains("--init-from", "--keep-optimizer");
  }

  private Path train(String name, int steps, Object... rest) {
    Path out = folder.resolve(name + ".safetensors");
    List<Object> command = new ArrayList<>(List.of("train", "--text", TEXT, "--hidden", 8));
    command.addAll(List.of("--steps", steps, "--backend", "ejml", "--out", out));
    command.addAll(Arrays.asList(rest));
    Result result = rnn(command.toArray());
    assertThat(result.code()).as(result.err()).isZero();
    return out;
  }

  private byte[] exported(Path model) throws IOException {
    Path out = folder.resolve("exported.safetensors");
    Result result = rnn("export", model, "--to", "torch", "--out", out, "--force");
    assertThat(result.code()).as(result.err()).isZero();
    return Files.readAllBytes(out);
  }
}
