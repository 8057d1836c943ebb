// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static io.github.rnn4j.network.ParameterNames.DECODER_BIAS;
import static io.github.rnn4j.network.ParameterNames.DECODER_WEIGHT;
import static io.github.rnn4j.network.ParameterNames.ENCODER_WEIGHT;

import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which modules of a state_dict are which part of a network, by their tensors' names and shapes.
 * Where several could be meant, nothing is guessed.
 *
 * <ul>
 *   <li>A recurrent module has a tensor {@code weight_hh_l0} or, an nn.LSTMCell or the like, {@code
 *       weight_hh}. It may be called anything, and be nested.
 *   <li>The output layer, an nn.Linear, has a matrix {@code weight} with H columns; of several that
 *       which has a row for each token, a bias, the parent of the recurrent module, or a name that
 *       is common for one.
 *   <li>The embedding, if the layer does not read one-hot vectors, has a matrix {@code weight} with
 *       as many columns as the layer has inputs, and no bias; of several the same kind of choice.
 * </ul>
 */
public final class TorchNames {
  private static final Pattern RECURRENT = Pattern.compile("(?:(.*)\\.)?weight_hh(_l0)?");
  private static final Pattern OF_LAYER =
      Pattern.compile("((?:weight|bias)_(?:ih|hh))(?:_l(\\d{1,9}))?");
  private static final Pattern OURS = Pattern.compile("rnn\\.(.*)_l(\\d{1,9})");
  private static final Set<String> DECODERS =
      Set.of(
          "decoder", "fc", "linear", "head", "lm_head", "output", "out", "output_layer", "dense");
  private static final Set<String> ENCODERS =
      Set.of("encoder", "embedding", "embeddings", "embed", "emb", "wte", "lookup");
  private static final String WEIGHT = "weight";

  private final SafetensorsFile file;
  private final int tokens;
  private final List<Layers> rnn = new ArrayList<>();
  private Optional<String> decoder = Optional.empty();
  private Optional<String> encoder = Optional.empty();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** A recurrent module: some layers, or a cell, which is one. */
  private record Layers(String module, int count, boolean cell) {}

  /** The module that was asked for, for each part; nothing where it is to be found. */
  record Wanted(List<String> rnn, Optional<String> decoder, Optional<String> encoder) {}

  private TorchNames(SafetensorsFile file, int tokens) {
    this.file = file;
    this.tokens = tokens;
  }

  /**
   * Finds the modules.
   *
   * @param tokens V, by which an output layer is told from others
   * @throws ModelFileException if a part is missing, is no part of a network here, or could be
   *     several
   */
  static TorchNames of(SafetensorsFile file, Wanted wanted, int tokens) throws ModelFileException {
    TorchNames names = new TorchNames(file, tokens);
    names.findRecurrent(wanted.rnn());
    TorchVariants.refuse(file, names.rnn());
    names.findLinear(wanted);
    return names;
  }

  /**
   * The recurrent modules, one upon the other.
   *
   * @return their names, at least one; an empty name if the state_dict is that of the module alone
   */
  public List<String> rnn() {
    return rnn.stream().map(Layers::module).toList();
  }

  /**
   * The output layer.
   *
   * @return its name; nothing if its weights are the embedding's, and it has no bias
   */
  public Optional<String> decoder() {
    return decoder;
  }

  /**
   * The embedding.
   *
   * @return its name; nothing if the input is one-hot, or the embedding's weights are the output
   *     layer's
   */
  public Optional<String> encoder() {
    return encoder;
  }

  /**
   * Whether the names are those that an export writes.
   *
   * @return true if nothing had to be found
   */
  public boolean areOurs() {
    return rnn().equals(List.of("rnn"))
        && decoder.orElse("decoder").equals("decoder")
        && encoder.orElse("encoder").equals("encoder");
  }

  /**
   * What of the file is no part of the network.
   *
   * @return tensors in the order of their names
   */
  public List<Tensor> unused() {
    Set<Tensor> used = new HashSet<>(tensors.values());
    return new TreeMap<>(file.tensors())
        .values().stream().filter(tensor -> !used.contains(tensor)).toList();
  }

  /** The tensors under the names of a network's parameters. */
  NamedTensors tensors() {
    return new NamedTensors(file.source(), tensors, this::original);
  }

  /** What a parameter of ours is called in the file. */
  private String original(String name) {
    Matcher ours = OURS.matcher(name);
    if (ours.matches()) {
      int layer = Integer.parseInt(ours.group(2));
      for (Layers some : rnn) {
        if (layer < some.count()) {
          return join(some.module(), ours.group(1) + (some.cell() ? "" : "_l" + layer));
        }
        layer -= some.count();
      }
    }
    if (name.equals(ENCODER_WEIGHT)) {
      return join(encoder.orElse("encoder"), WEIGHT);
    }
    int dot = name.lastIndexOf('.');
    return name.startsWith("decoder.")
        ? join(decoder.orElse("decoder"), name.substring(dot + 1))
        : name;
  }

  // ---------------------------------------------------------------------------- recurrent modules

  private void findRecurrent(List<String> wanted) throws ModelFileException {
    Map<String, Boolean> found = new TreeMap<>();
    for (String name : file.tensors().keySet()) {
      Matcher recurrent = RECURRENT.matcher(name);
      if (recurrent.matches()) {
        found.put(recurrent.group(1) == null ? "" : recurrent.group(1), recurrent.group(2) == null);
      }
    }
    if (found.isEmpty()) {
      throw fault(
          "it has no recurrent layer: one of nn.RNN, nn.LSTM or nn.GRU has a tensor such as"
              + " rnn.weight_hh_l0, and there is "
              + listed());
    }
    if (wanted.isEmpty() && found.size() > 1) {
      throw fault(
          "it has the recurrent modules "
              + shown(found.keySet())
              + ": say which is meant, or all of them in their order if each reads what the one"
              + " before gives, as in --rnn "
              + String.join(",", found.keySet()));
    }
    for (String module : wanted.isEmpty() ? found.keySet() : wanted) {
      if (!found.containsKey(module)) {
        throw fault(
            "it has no recurrent module '" + module + "': there is " + shown(found.keySet()));
      }
      take(module, found.get(module));
    }
  }

  private void take(String module, boolean cell) {
    int below = rnn.stream().mapToInt(Layers::count).sum();
    int count = 1;
    while (!cell && file.tensors().containsKey(join(module, "weight_hh_l" + count))) {
      count++;
    }
    rnn.add(new Layers(module, count, cell));
    String prefix = join(module, "");
    for (Tensor tensor : file.tensors().values()) {
      if (tensor.name().startsWith(prefix)) {
        Matcher own = OF_LAYER.matcher(tensor.name().substring(prefix.length()));
        if (own.matches() && cell == (own.group(2) == null)) {
          long layer = below + (cell ? 0 : Long.parseLong(own.group(2)));
          tensors.put("rnn." + own.group(1) + "_l" + layer, tensor);
        }
      }
    }
  }

  // ------------------------------------------------------------------------ output and embedding

  private void findLinear(Wanted wanted) throws ModelFileException {
    long units = columns("rnn.weight_hh_l0");
    long inputs = columns("rnn.weight_ih_l0");
    List<String> matrices = new ArrayList<>();
    for (Tensor tensor : file.tensors().values()) {
      String name = tensor.name();
      if (tensor.shape().length == 2
          && (name.equals(WEIGHT) || name.endsWith("." + WEIGHT))
          && !tensors.containsValue(tensor)) {
        matrices.add(
            name.equals(WEIGHT) ? "" : name.substring(0, name.length() - WEIGHT.length() - 1));
      }
    }
    decoder = wanted.decoder().isPresent() ? asked(wanted.decoder().get()) : Optional.empty();
    encoder = wanted.encoder().isPresent() ? asked(wanted.encoder().get()) : Optional.empty();
    if (encoder.isEmpty()) {
      encoder =
          chosen(
              "embedding",
              "--encoder",
              ENCODERS,
              matrices.stream()
                  .filter(
                      module ->
                          columnsOf(module) == inputs
                              && !hasBias(module)
                              && !Optional.of(module).equals(decoder)
                              && !(DECODERS.contains(last(module)) && units == inputs))
                  .toList());
    }
    if (decoder.isEmpty()) {
      decoder =
          chosen(
              "output layer",
              "--decoder",
              DECODERS,
              matrices.stream()
                  .filter(
                      module -> columnsOf(module) == units && !Optional.of(module).equals(encoder))
                  .toList());
    }
    if (decoder.isEmpty()) {
      decoder = biasAlone();
    }
    requireOutput(matrices, units);
    requireInput(inputs, units);
    encoder.ifPresent(module -> put(ENCODER_WEIGHT, join(module, WEIGHT)));
    decoder.ifPresent(
        module -> {
          put(DECODER_WEIGHT, join(module, WEIGHT));
          put(DECODER_BIAS, join(module, "bias"));
        });
  }

  private Optional<String> asked(String module) throws ModelFileException {
    if (!file.tensors().containsKey(join(module, WEIGHT))
        && !file.tensors().containsKey(join(module, "bias"))) {
      throw fault(
          "it has no module '"
              + module
              + "', which would have "
              + join(module, WEIGHT)
              + ": there is "
              + listed());
    }
    return Optional.of(module);
  }

  /** The one that is left when what is unlikelier goes; nothing if there is none. */
  private Optional<String> chosen(
      String part, String option, Set<String> usual, List<String> candidates)
      throws ModelFileException {
    String parent = parent(rnn.get(0).module());
    List<String> left = candidates;
    left = preferred(left, module -> rowsOf(module) == tokens);
    left = preferred(left, module -> parent(module).equals(parent));
    left = preferred(left, module -> hasBias(module));
    left = preferred(left, module -> usual.contains(last(module)));
    if (left.size() > 1) {
      throw fault(
          "several modules could be the "
              + part
              + ": "
              + left.stream()
                  .map(module -> told(join(module, WEIGHT)))
                  .collect(Collectors.joining(", "))
              + ": say which, as in "
              + option
              + " "
              + left.get(0));
    }
    return left.stream().findFirst();
  }

  private static List<String> preferred(List<String> modules, Predicate<String> better) {
    List<String> some = modules.stream().filter(better).toList();
    return some.isEmpty() ? modules : some;
  }

  /** The output layer of which a file has the bias only, as its weights are the embedding's. */
  private Optional<String> biasAlone() {
    List<String> modules = new ArrayList<>();
    for (Tensor tensor : file.tensors().values()) {
      String name = tensor.name();
      if (name.endsWith(".bias") && tensor.shape().length == 1 && tensor.shape()[0] == tokens) {
        String module = name.substring(0, name.length() - ".bias".length());
        if (!file.tensors().containsKey(join(module, WEIGHT))) {
          modules.add(module);
        }
      }
    }
    return modules.size() == 1 ? Optional.of(modules.get(0)) : Optional.empty();
  }

  private void requireOutput(List<String> matrices, long units) throws ModelFileException {
    boolean tied = encoder.isPresent() && columnsOf(encoder.get()) == units;
    if (decoder.isPresent() && rowsOf(decoder.get()) == tokens
        || decoder.isEmpty() && tied
        || decoder.isPresent() && rowsOf(decoder.get()) < 0 && tied) {
      return;
    }
    Optional<String> last =
        matrices.stream()
            .filter(module -> rowsOf(module) == tokens && columnsOf(module) != units)
            .filter(module -> !Optional.of(module).equals(encoder))
            .findFirst();
    if (last.isPresent()) {
      throw fault(
          "its recurrent layers give "
              + units
              + " numbers, and "
              + told(join(last.get(), WEIGHT))
              + " reads "
              + columnsOf(last.get())
              + ": there is something between them, which no network here has");
    }
    if (decoder.isEmpty()) {
      throw fault(
          "it has no output layer: that would be an nn.Linear whose weight has "
              + units
              + " columns, such as decoder.weight ["
              + tokens
              + ", "
              + units
              + "]; there is "
              + listed());
    }
  }

  private void requireInput(long inputs, long units) throws ModelFileException {
    long rows = decoder.map(this::rowsOf).filter(some -> some > 0).orElse((long) tokens);
    boolean tied = inputs == units && decoder.filter(module -> rowsOf(module) > 0).isPresent();
    if (encoder.isEmpty() && inputs != rows && !tied) {
      throw fault(
          "its recurrent layer reads "
              + inputs
              + " numbers and not "
              + rows
              + ", one for each token, so that there would be an nn.Embedding, such as"
              + " encoder.weight ["
              + rows
              + ", "
              + inputs
              + "]; there is "
              + listed());
    }
  }

  private void put(String ours, String theirs) {
    Tensor tensor = file.tensors().get(theirs);
    if (tensor != null) {
      tensors.put(ours, tensor);
    }
  }

  private boolean hasBias(String module) {
    return file.tensors().containsKey(join(module, "bias"));
  }

  /** The rows of a module's weight; -1 if it has none, or no matrix. */
  private long rowsOf(String module) {
    Tensor weight = file.tensors().get(join(module, WEIGHT));
    return weight == null || weight.shape().length != 2 ? -1 : weight.shape()[0];
  }

  private long columnsOf(String module) {
    Tensor weight = file.tensors().get(join(module, WEIGHT));
    return weight == null || weight.shape().length != 2 ? -1 : weight.shape()[1];
  }

  private long columns(String ours) throws ModelFileException {
    Tensor tensor = tensors.get(ours);
    if (tensor == null) {
      throw fault("tensor " + original(ours) + " is missing; there is " + listed());
    }
    return TorchVariants.matrix(file.source(), tensor)[1];
  }

  // ------------------------------------------------------------------------------------- words

  private ModelFileException fault(String message) {
    return new ModelFileException(file.source(), message);
  }

  private String listed() {
    List<String> names = new ArrayList<>();
    new TreeMap<>(file.tensors()).values().stream().limit(12).forEach(t -> names.add(told(t)));
    int more = file.tensors().size() - names.size();
    return names.isEmpty()
        ? "no tensor at all"
        : String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
  }

  /** For example {@code fc.weight [65, 128]}. */
  private String told(String name) {
    return told(Objects.requireNonNull(file.tensors().get(name), name));
  }

  private static String told(Tensor tensor) {
    return tensor.name() + " " + Arrays.toString(tensor.shape());
  }

  private static String shown(Set<String> modules) {
    return modules.stream()
        .map(module -> module.isEmpty() ? "the one without a name" : module)
        .collect(Collectors.joining(", "));
  }

  private static String join(String module, String name) {
    return module.isEmpty() ? name : module + "." + name;
  }

  private static String parent(String module) {
    int dot = module.lastIndexOf('.');
    return dot < 0 ? "" : module.substring(0, dot);
  }

  private static String last(String module) {
    return module.substring(module.lastIndexOf('.') + 1);
  }
}
