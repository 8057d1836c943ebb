// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program and its modules say is the same in every country. */
class MessagesTest {
  private static final Pattern FORMAT =
      Pattern.compile("(?:\\bformat|printf|formatted)\\(\\s*+(?!Locale\\.ROOT)[^;]*;");
  private static final Pattern NUMBER = Pattern.compile("%(?:\\d+\\$)?[-#+ 0,(.\\d]*[dfeEgG]");

  @TempDir private Path folder;

  @Test
  void numbers_areFormattedInNoCountrysWay() throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    try (Stream<Path> sources = Files.walk(Path.of(".."))) {
      List<Path> main =
          sources.filter(f -> f.toString().matches(".*/src/main/java/.*\\.java")).toList();
      for (Path file : main) {
        files++;
        Matcher call = FORMAT.matcher(Files.readString(file));
        while (call.find()) {
          if (NUMBER.matcher(call.group()).find()) {
            found.add(file + ": " + call.group());
          }
        }
      }
    }
    assertThat(files).isGreaterThan(100);
    assertThat(found).isEmpty();
  }

  @Test
  void arabicLocale_changesNoDigit() throws Exception {
    String options = "-Duser.language=ar -Duser.country=EG";
    List<Object> training = new ArrayList<>(List.of("train", "--text", "hello world ".repeat(500)));
    training.addAll(List.of("--hidden", 4, "--steps", 1200, "--report-every", 400));
    training.addAll(List.of("--progress", "bar", "--out", folder.resolve("m.safetensors")));
    training.addAll(List.of("--plot", folder.resolve("p.svg")));
    ProcessBuilder program = new ProcessBuilder(Child.command(training.toArray()));
    program.environment().remove("RNN_BACKEND");
    program.environment().put("JAVA_TOOL_OPTIONS", options);
    Cli.Result result = Child.result(program.start());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains(options, "6,000 characters", "1,200 steps", "1200/1200");
    assertThat(result.out() + result.err() + Files.readString(folder.resolve("p.svg")))
        .doesNotContainPattern("(?U)(?![0-9])\\d");
  }
}
