/**
 * Files that are there in full or not at all, whatever happens to the process that writes them.
 *
 * @see io.github.rnn4j.files.AtomicFile
 */
package io.github.rnn4j.files;
