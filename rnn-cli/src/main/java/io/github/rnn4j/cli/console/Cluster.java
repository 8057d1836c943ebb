// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.training.ShardExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
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

  /**
   * Runs commands of the program, each on one machine by itself, as many at a time as there is room
   * for, and waits for all.
   *
   * @param commands the commands
   * @param done is told of each that has ended, by the calling thread; its files are in their
   *     places then
   * @throws IOException if a file cannot be read or written here, or from {@code done}
   */
  void run(List<RemoteCommand> commands, Done done) throws IOException;

  /**
   * A command to be run elsewhere.
   *
   * @param arguments the command, its options and operands
   * @param inputs the files and directories that it reads, which are sent there; each stands in the
   *     arguments, by itself or after the = of an option
   * @param outputs the files that it may write, which are brought back; each stands in the
   *     arguments, or lies beside one that does
   */
  record RemoteCommand(List<String> arguments, List<Path> inputs, List<Path> outputs) {}

  /** Hears how commands end. */
  @FunctionalInterface
  interface Done {
    /**
     * A command has ended.
     *
     * @param number which, from 0
     * @param error what went wrong; empty if nothing did
     * @throws IOException if that cannot be dealt with
     */
    void done(int number, String error) throws IOException;
  }

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
