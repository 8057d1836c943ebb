// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.options.AnyText;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.CorpusOptions;
import io.github.rnn4j.cli.options.NetworkOptions;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.TorchImport;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.text.VocabularyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rnn import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {"Makes a model of a PyTorch state_dict stored as safetensors.", ""},
    footer = {
      "",
      "Example:",
      "  rnn import state_dict.safetensors --vocab corpus.txt --out book.safetensors",
      "",
      "The state_dict is that of a module with self.rnn = nn.RNN, nn.LSTM or nn.GRU, self.decoder ="
          + " nn.Linear and perhaps self.encoder = nn.Embedding, else one-hot input. Cell, layers and"
          + " sizes follow from its names and shapes; an nn.RNN is taken to have tanh."
    })
public final class ImportCommand implements Callable<Integer> {
  @ParentCommand private Console console;

  @Parameters(paramLabel = "FILE", description = "The state_dict, a safetensors file.")
  private Path path;

  @Option(
      names = "--vocab",
      required = true,
      paramLabel = "FILE",
      description =
          "The characters: a .json file with an array of strings of one character each, in the"
              + " order of their ids; or a text, of which the sorted set of characters is taken, as"
              + " Python's text mode reads it: CR LF is LF.")
  private Path vocabulary;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the model goes. An earlier model is replaced, any other file is not.")
  private Path out;

  @Option(
      names = "--cell",
      paramLabel = "NAME",
      converter = NetworkOptions.Cell.class,
      description = "The cell expected, rnn, lstm or gru; another one is an error.")
  private CellType cell;

  @Option(
      names = "--tie-weights",
      arity = "1",
      paramLabel = "true|false",
      description =
          "Whether encoder and decoder are one matrix. (default: true if both have the same bits"
              + " or one is missing)")
  private Boolean tieWeights;

  @Option(
      names = "--one-bias",
      description = "Add PyTorch's two biases of RNN and LSTM cells. (default: both are kept)")
  private boolean oneBias;

  @Option(
      names = "--records",
      paramLabel = "lines|BORDER",
      preprocessor = AnyText.class,
      converter = CorpusOptions.BorderConverter.class,
      description =
          "The weights are those of a model of records, which end so. (default: as 'rnn export' has"
              + " noted in FILE, else one continuous text)")
  private RecordBorder records;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    OutputFile.requireModel(out, List.of(path, vocabulary));
    TorchImport.Builder torch =
        TorchImport.builder(VocabularyFile.read(vocabulary)).oneBias(oneBias);
    if (cell != null) {
      torch.cell(cell);
    }
    if (tieWeights != null) {
      torch.tieWeights(tieWeights);
    }
    Model read = torch.build().read(SafetensorsFile.read(path), backendOption.choose(console));
    Model model = records == null ? read : read.withRecords(records);
    model.save(out);
    NetworkConfig config = model.network().config();
    console.note(
        out
            + ": "
            + config.cell().id()
            + ", "
            + Words.count(config.layers(), "layer")
            + " of "
            + config.hiddenSize()
            + (config.embedding() > 0 ? ", embedding of " + config.embedding() : "")
            + (config.tieWeights() ? ", tied weights" : "")
            + ", "
            + Words.count(config.vocabularySize(), model.vocabulary().unit().noun()));
    return ExitCode.OK;
  }
}
