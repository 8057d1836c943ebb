package io.github.rnn4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a training run starts from, and where its model goes. */
final class FileOptions {
  private static final String OUT = "model.safetensors";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the model goes. An earlier model is replaced, any other file is not. (default: "
              + OUT
              + ")")
  private Path out = Path.of(OUT);

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description =
          "Start from the weights of this safetensors file, under PyTorch's names:"
              + " rnn.weight_ih_l0, rnn.weight_hh_l0, rnn.bias_ih_l0, rnn.bias_hh_l0,"
              + " decoder.weight, decoder.bias. (default: random weights)")
  private Path init;

  Path out() {
    return out;
  }

  Optional<Path> init() {
    return Optional.ofNullable(init);
  }
}
