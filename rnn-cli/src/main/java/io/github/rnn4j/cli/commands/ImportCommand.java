// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.options.AnyText;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.CorpusOptions;
import io.github.rnn4j.cli.options.NetworkOptions;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.TorchImport;
import io.github.rnn4j.model.TorchNames;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.Tensor;
import io.github.rnn4j.text.VocabularyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
      "  rnn import twin.safetensors --vocab twin.vocabulary.json --rnn model.lstm1,model.lstm2 --out x",
      "",
      "The state_dict is that of a module with an nn.RNN, nn.LSTM or nn.GRU, an nn.Linear for the"
          + " output and perhaps an nn.Embedding, else one-hot input. Whatever they are called and"
          + " wherever they are nested, they are found by their tensors' names and shapes; cell,"
          + " layers and sizes follow from these, too. An nn.RNN is taken to have tanh. What is not"
          + " used is told: what the module does with it, the model does not."
    })
public final class ImportCommand implements Callable<Integer> {
  private static final int MOST_TOLD = 10;

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
  @SuppressWarnings("NullAway.Init") // required
  private Path vocabulary;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the model goes. An earlier model is replaced, any other file is not.")
  @SuppressWarnings("NullAway.Init") // required
  private Path out;

  @Option(
      names = "--cell",
      paramLabel = "NAME",
      converter = NetworkOptions.Cell.class,
      description = "The cell expected, rnn, lstm or gru; another one is an error.")
  private @Nullable CellType cell;

  @Option(
      names = "--tie-weights",
      arity = "1",
      paramLabel = "true|false",
      description =
          "Whether encoder and decoder are one matrix. (default: true if both have the same bits"
              + " or one is missing)")
  private @Nullable Boolean tieWeights;

  @Option(
      names = "--one-bias",
      description = "Add PyTorch's two biases of RNN and LSTM cells. (default: both are kept)")
  private boolean oneBias;

  @Option(
      names = "--residual",
      description =
          "The module adds to the output of each layer above the first what the layer reads."
              + " (default: as 'rnn export' has noted in FILE, else it does not)")
  private boolean residual;

  @Option(
      names = "--rnn",
      paramLabel = "NAME[,NAME...]",
      split = ",",
      description =
          "The recurrent module, where there are several; or several, each of which reads what the"
              + " one before gives, nn.LSTMCell and the like among them.")
  private String[] rnn = {};

  @Option(
      names = "--decoder",
      paramLabel = "NAME",
      description = "The output layer, where several modules could be.")
  private @Nullable String decoder;

  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      description = "The embedding, where several modules could be.")
  private @Nullable String encoder;

  @Option(
      names = "--records",
      paramLabel = "lines|BORDER",
      preprocessor = AnyText.class,
      converter = CorpusOptions.BorderConverter.class,
      description =
          "The weights are those of a model of records, which end so. (default: as 'rnn export' has"
              + " noted in FILE, else one continuous text)")
  private @Nullable RecordBorder records;

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
    if (residual) {
      torch.residual(true);
    }
    torch.rnn(rnn);
    if (decoder != null) {
      torch.decoder(decoder);
    }
    if (encoder != null) {
      torch.encoder(encoder);
    }
    SafetensorsFile file = SafetensorsFile.read(path);
    TorchImport how = torch.build();
    Model read = how.read(file, backendOption.choose(console));
    Model model = records == null ? read : read.withRecords(records);
    model.save(out);
    NetworkConfig config = model.network().config();
    console.note(
        out
            + ": "
            + NetworkOptions.shape(config)
            + ", "
            + Words.count(config.vocabularySize(), model.vocabulary().unit().noun()));
    if (config.members() == 1) {
      tell(how.names(file));
    }
    return ExitCode.OK;
  }

  /** What was found under other names than an export writes, and what was left over. */
  private void tell(TorchNames names) {
    if (!names.areOurs()) {
      console.note(
          path
              + ": the recurrent module is "
              + names.rnn().stream()
                  .map(name -> name.isEmpty() ? "the whole" : Printable.escape(name))
                  .collect(Collectors.joining(" under "))
              + names.encoder().map(name -> ", the embedding " + Printable.escape(name)).orElse("")
              + names
                  .decoder()
                  .map(name -> ", the output layer " + Printable.escape(name))
                  .orElse(""));
    }
    List<Tensor> unused = names.unused();
    if (!unused.isEmpty()) {
      String some =
          unused.stream()
              .limit(MOST_TOLD)
              .map(
                  tensor -> Printable.escape(tensor.name()) + " " + Arrays.toString(tensor.shape()))
              .collect(Collectors.joining(", "));
      int more = unused.size() - MOST_TOLD;
      console.note(
          path
              + ": not used: "
              + some
              + (more > 0 ? " and " + Words.number(more) + " more" : "")
              + ". What the module computes with it, the model does not");
    }
  }
}
