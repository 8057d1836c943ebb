// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.safetensors;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Files of weights that are no safetensors, known by their first eight bytes. */
final class OtherFormat {
  private static final String TORCH =
      "a pickle as PyTorch's torch.save writes it, which may run any code and is not read: save it as"
          + " safetensors, in Python: import torch; from safetensors.torch import save_file;"
          + " save_file({k: v.clone().contiguous() for k, v in torch.load(NAME, map_location='cpu',"
          + " weights_only=True).items()}, 'weights.safetensors')";

  private OtherFormat() {}

  /** What the file is and what to do, to follow "is"; nothing if that is not known. */
  static Optional<String> of(byte[] beginning) {
    String begins = new String(beginning, StandardCharsets.ISO_8859_1);
    if (begins.startsWith("PK\3\4") || begins.matches("(?s)\u0080[\2-\5].*")) {
      return Optional.of(TORCH);
    }
    if (begins.startsWith("\u0089HDF")) {
      return Optional.of(
          "HDF5, as Keras writes it: load it there, and save the arrays as safetensors");
    }
    if (begins.startsWith("GGUF")) {
      return Optional.of("GGUF, which has no recurrent networks: name a safetensors file");
    }
    if (begins.matches("(?s)\b[\1-\37][\22\32\":].*")) {
      return Optional.of("ONNX, which is written but not read: name the model that it was made of");
    }
    if (begins.startsWith("\u001F\u008B")) {
      return Optional.of("compressed by gzip: unpack it first, with gunzip for example");
    }
    if (begins.startsWith("rnn4jcmp")) {
      return Optional.of("a file that 'rnn compress' made smaller: 'rnn decompress' reads it");
    }
    return begins.startsWith("{")
        ? Optional.of("JSON, without any weights: name the safetensors file that it belongs to")
        : Optional.empty();
  }
}
