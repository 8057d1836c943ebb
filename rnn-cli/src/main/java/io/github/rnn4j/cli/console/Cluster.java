// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.training.ShardExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Other machines, which compute for a command and have file systems of their own. */
public interface Cluster {

  /**
   * Whoever computes the shards of a training.
   *
   * @param la the backend of the training
   * @return a new executor
   */
  ShardExecutor executor(LinearAlgebra la);

  /**
   * What the cluster is, for people.
   *
   * @param shards S, of the training
   * @return a line
   */
  String describe(int shards);

  /**
   * The files at a place with a scheme, such as {@code hdfs://host/folder}.
   *
   * @param uri the place; a directory stands for all files in it
   * @return what is read, in the order of the names
   * @throws IOException if there is nothing, or it cannot be looked at
   */
  List<RemoteFile> find(String uri) throws IOException;

  /** A file somewhere else. */
  interface RemoteFile {
    /**
     * Its name.
     *
     * @return the whole URI
     */
    String name();

    /**
     * Opens it.
     *
     * @return its bytes, to be closed
     * @throws IOException if it cannot be read
     */
    InputStream open() throws IOException;
  }
}
