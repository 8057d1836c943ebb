// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.console.Streams;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandsTest {
  private static CommandLine added(String... arguments) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    Streams streams = new Streams(InputStream.nullInputStream(), nowhere, nowhere, Optional::empty);
    CommandLine rnn = new CommandLine(new Rnn(streams));
    Commands.add(rnn, arguments);
    return rnn;
  }

  @Test
  void name_isThatOfTheCommand() {
    for (String name : Commands.NAMES) {
      assertThat(Commands.of(name).getAnnotation(Command.class).name()).isEqualTo(name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sample m.safetensors, sample",
    "--stacktrace train a.txt, train",
    "train sample, train",
    "detect m a.log, detect",
    "detect --train a.log, detect train",
    "classify --train=a=b, classify train",
    "compress --train a.log, compress train",
    "decompress m a.rnn, decompress"
  })
  void commandThatIsAskedFor_isReadAlone(String arguments, String commands) {
    assertThat(added(arguments.split(" ")).getSubcommands().keySet())
        .containsExactly(commands.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"--help", "trian", "help train", "generate-completion", "''"})
  void whereAllAreToBeKnown_allAre(String arguments) {
    assertThat(added(arguments.split(" ")).getSubcommands().keySet())
        .containsExactlyElementsOf(Commands.NAMES);
  }
}
