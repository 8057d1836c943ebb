// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir private Path folder;

  @Test
  void demo_learnsHelloWorldThenSourceCodeAndSavesAModelToSampleFrom_thenInventsClasses()
      throws IOException {
    Path out = folder.resolve("demo.safetensors");
    Result result = rnn("demo", "--steps", 4, "--out", out);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .containsSubsequence(
            "epoch     1  loss 2.", "epoch 2,000  loss 0.000", "it writes: hello world")
        .contains("reads the source code of this program")
        .contains("At the end, after 4 steps, the loss is ")
        .contains("\n   | ")
        .contains("rnn sample " + out)
        .contains("3. A network of lstm cells reads the names of the ", "After 4 steps");
    Set<String> old = new HashSet<>(ClassNames.read());
    assertThat(old).hasSizeGreaterThan(10_000).contains("String", "HashMap");
    String invented = result.out().substring(result.out().indexOf("not among them"));
    assertThat(
            invented
                .lines()
                .filter(line -> line.startsWith("   | "))
                .map(line -> line.substring(5)))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(old);
    assertThat(result.err()).contains("step 4 of 4");
    Result sample = rnn("sample", out, "--prime", "public class", "--length", 5, "--seed", 1);
    assertThat(sample.code()).isZero();
    assertThat(sample.out()).startsWith("public class");
  }

  @Test
  void corpus_isTheSourcesOfTheModules() throws Exception {
    assertThat(DemoCorpus.read().parts())
        .extracting(part -> Path.of(part.source()).getFileName().toString())
        .contains("DemoCorpus.java", "Network.java", "LinearAlgebra.java");
  }
}
