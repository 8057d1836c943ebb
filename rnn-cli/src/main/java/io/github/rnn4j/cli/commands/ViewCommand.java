// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.activations.ReadText;
import io.github.rnn4j.activations.Reading;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.options.AnyText;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.EncodingOption;
import io.github.rnn4j.cli.options.ServedOptions;
import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.view.http.WebServer;
import io.github.rnn4j.view.pages.ModelPages;
import io.github.rnn4j.view.pages.SavedPage;
import io.github.rnn4j.view.pages.Shade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rnn view}. */
@Command(
    name = "view",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Shows what goes on in a model while it reads a text and while it writes, on a page in the"
          + " browser.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn view book.safetensors                         a text that the model writes itself",
      "  rnn view book.safetensors other.txt --open",
      "  rnn view book.safetensors other.txt --color 2:c:137",
      "  rnn view book.safetensors --text \"It was a dark night\" --html night.html",
      "",
      "The page colors the text by what each character costs, or by any unit of any layer: h, c or"
          + " a gate. It tells what was expected after each character, finds the neurons that tell"
          + " selected characters from others, reads along with what is typed, and writes step by"
          + " step. It needs no network; the command tells its address, which only this computer"
          + " reaches, and runs until Ctrl-C."
    })
public final class ViewCommand implements Callable<Integer> {
  private static final int SAMPLE_LENGTH = 2000;
  private static final double SAMPLE_TEMPERATURE = 0.8;

  @ParentCommand private Console console;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A file that 'rnn train' wrote.")
  private Path path;

  @Parameters(
      index = "1..*",
      paramLabel = "TEXT",
      description =
          "What it reads: files, directories (walked in sorted order), - for standard input."
              + " (default: what the model writes itself)")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      preprocessor = AnyText.class,
      converter = AnyText.Escaped.class,
      description = "A text to read, instead of files. Escapes such as \\n.")
  private @Nullable String given;

  @Option(
      names = "--color",
      paramLabel = "WHAT",
      description =
          "What colors the text at first: cost, or LAYER:SIGNAL:UNIT, such as 1:h:0; layers from 1,"
              + " a second member's after those of the first, units from 0, the signals h, c and"
              + " the gates. (default: cost)")
  private String color = "cost";

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write the colored text to this file, a page that needs nothing else, and end. Of a"
              + " longer text the first 20,000 characters.")
  private @Nullable Path html;

  @Mixin private ServedOptions served;

  @Mixin private EncodingOption encoding;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    if (given != null && !sources.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--text and files exclude each other: give one of them");
    }
    if (html != null && served.given()) {
      throw new ParameterException(
          spec.commandLine(), "--html writes a file and ends: leave out --port and --open");
    }
    if (html != null) {
      List<Path> inputs = new ArrayList<>(List.of(path));
      sources.stream().filter(source -> !source.equals("-")).map(Path::of).forEach(inputs::add);
      OutputFile.requirePage(html, inputs);
    }
    Model model = Model.load(path, backendOption.choose(console));
    Shade shade = Shade.parse(color, model);
    ReadText text = text(model);
    String name = path.getFileName().toString();
    if (html != null) {
      save(html, new SavedPage(name, textName(), new Reading(model, text), shade), text.length());
      return ExitCode.OK;
    }
    ModelPages pages = new ModelPages(model, name, text, textName(), shade);
    try (WebServer server = pages.addTo(served.server()).start()) {
      served.tell(console, server.address().toString());
      CountDownLatch end = new CountDownLatch(1);
      Interrupt interrupt = new Interrupt(end::countDown);
      try {
        end.await();
      } finally {
        interrupt.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  private void save(Path html, SavedPage page, int length) throws IOException {
    int shown = Math.min(length, ModelPages.MOST_SAVED);
    byte[] bytes = page.of(0, shown).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(html, out -> out.write(bytes));
    console
        .streams()
        .out()
        .println(
            html
                + ": "
                + Words.number(shown)
                + (shown < length ? " of " + Words.number(length) : "")
                + " tokens, "
                + Words.bytes(bytes.length));
    console.streams().flush();
  }

  private String textName() {
    if (given != null) {
      return "Your text";
    }
    if (sources.isEmpty()) {
      return "Written by the model";
    }
    String first =
        sources.get(0).equals("-")
            ? "standard input"
            : String.valueOf(Path.of(sources.get(0)).toAbsolutePath().normalize().getFileName());
    return sources.size() == 1 ? first : first + " and " + (sources.size() - 1) + " more";
  }

  private ReadText text(Model model) throws IOException {
    if (given != null) {
      return ReadText.of(model, given);
    }
    if (sources.isEmpty()) {
      Sampling sampling = Sampling.length(SAMPLE_LENGTH).temperature(SAMPLE_TEMPERATURE);
      return model.vocabulary().unit() == Unit.BYTE
          ? ReadText.ofBytes(model, sampling.bytes(model, 0))
          : ReadText.of(model, sampling.from(model));
    }
    ShownText shown = new ShownText(model.vocabulary().unit(), encoding.encoding());
    for (String source : sources) {
      shown.read(source, console.streams().in());
    }
    shown.tell(console);
    return shown.of(model);
  }
}
