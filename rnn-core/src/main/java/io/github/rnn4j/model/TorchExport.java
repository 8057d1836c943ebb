// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.network.ParameterNames;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a model for PyTorch: its weights as a safetensors file that {@code
 * load_state_dict(strict=True)} takes, and its vocabulary as a JSON array of strings beside it.
 *
 * <pre>
 *   class Twin(torch.nn.Module):
 *       def __init__(self, vocab, hidden, layers):
 *           super().__init__()
 *           self.rnn = torch.nn.LSTM(vocab, hidden, layers)        # or nn.RNN, nn.GRU
 *           self.decoder = torch.nn.Linear(hidden, vocab)
 *
 *   twin.load_state_dict(safetensors.torch.load_file("twin.safetensors"), strict=True)
 *   characters = json.load(open("twin.vocabulary.json", encoding="utf-8"))
 * </pre>
 *
 * <p>The border of records, the probability of what was never seen, and labels stand in the file's
 * metadata, which PyTorch passes over and {@link TorchImport} reads.
 *
 * <p>PyTorch's layers know no residual connections, and an nn.LSTM of two layers would take the
 * weights and compute something else. So the layers of a residual network are written as a list of
 * modules, which only such a twin takes:
 *
 * <pre>
 *           self.rnn = torch.nn.ModuleList([torch.nn.LSTM(vocab, hidden), torch.nn.LSTM(hidden, hidden)])
 *       def forward(self, x):
 *           for k, layer in enumerate(self.rnn):
 *               x = layer(x)[0] + (x if k &gt; 0 else 0)
 *           return self.decoder(x)
 * </pre>
 *
 * <p>The members of an ensemble are a list of such twins:
 *
 * <pre>
 *   class Ensemble(torch.nn.Module):
 *       def __init__(self, members, vocab, hidden, layers):
 *           super().__init__()
 *           self.members = torch.nn.ModuleList([Twin(vocab, hidden, layers) for _ in range(members)])
 *       def forward(self, x):
 *           return torch.logsumexp(
 *               torch.stack([member(x).log_softmax(-1) for member in self.members]), 0)
 * </pre>
 *
 * <p>whose result, less log M, is the logarithm of the mean of their probabilities.
 *
 * <p>Exactly PyTorch's names are written. A network with one bias has {@code bias_hh} zero; tied
 * weights stand under both names.
 */
public final class TorchExport {
  private static final String SUFFIX = ".safetensors";

  private TorchExport() {}

  /**
   * The place of the vocabulary: beside the weights, {@code .vocabulary.json} instead of {@code
   * .safetensors}.
   *
   * @param weights the place of the weights
   * @return for example {@code twin.vocabulary.json}
   */
  public static Path vocabularyFile(Path weights) {
    String name = weights.getFileName().toString();
    String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    return weights.resolveSibling(stem + ".vocabulary.json");
  }

  /**
   * Writes both files, each whole or not at all, the vocabulary first.
   *
   * @param model the model
   * @param weights the place of the weights; replaced if it exists, as is the vocabulary's
   * @param dtype F64, F32 or BF16, as in {@link StateDict#write(Network, SafetensorsWriter,
   *     Dtype)}; {@link StateDict#dtypeOf} is exact
   * @throws IllegalArgumentException if the dtype is another one, or the network has layer
   *     normalization, which PyTorch's layers have not
   * @throws IOException if a file cannot be written; what was there before is then still there
   */
  public static void write(Model model, Path weights, Dtype dtype) throws IOException {
    SafetensorsWriter writer = writer(model, dtype);
    byte[] json = (model.vocabulary().toJson() + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(vocabularyFile(weights), out -> out.write(json));
    writer.write(weights);
  }

  /**
   * The weights as a file that is not written yet.
   *
   * @param model the model
   * @param dtype F64, F32 or BF16, as in {@link StateDict#write(Network, SafetensorsWriter, Dtype)}
   * @return a writer with the weights in it
   * @throws IllegalArgumentException if the dtype is another one, or the network has layer
   *     normalization, which PyTorch's layers have not
   */
  public static SafetensorsWriter writer(Model model, Dtype dtype) {
    ConfigMetadata.requireNoLayerNorm(model.network().config(), "PyTorch's recurrent module");
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .metadata("format", "pt")
            .metadata(ConfigMetadata.beyondWeights(model.network().config()))
            .metadata(ModelFile.words(model));
    if (model.network().config().residual()) {
      StateDict.write(model.network(), writer, dtype, TorchExport::ofModuleList);
    } else {
      StateDict.write(model.network(), writer, dtype);
    }
    return writer;
  }

  /** {@code rnn.weight_ih_l1} as that of the first layer of the second module in a list. */
  private static String ofModuleList(String name) {
    int layer = name.lastIndexOf("_l");
    return ParameterNames.isOfLayer(name)
        ? "rnn." + name.substring(layer + 2) + name.substring("rnn".length(), layer) + "_l0"
        : name;
  }

  /**
   * The modules of such a list, in order: none if a file has none.
   *
   * @param before the name of what the list is in, with a dot, if it is in anything
   */
  static List<String> moduleList(SafetensorsFile file, String before) {
    List<String> modules = new ArrayList<>();
    for (String name = before + "rnn.0";
        file.tensors().containsKey(name + ".weight_hh_l0");
        name = before + "rnn." + modules.size()) {
      modules.add(name);
    }
    return modules;
  }
}
