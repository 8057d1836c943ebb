// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.io.IOException;

/** A file is no cache of a corpus, or a damaged one. */
public class CorpusCacheException extends IOException {
  private static final long serialVersionUID = 1L;

  CorpusCacheException(String file, String defect) {
    super(file + ": " + defect);
  }
}
