// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import io.github.rnn4j.files.TemporaryFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Corpora whose tokens are in a file, for texts larger than memory. The file is made once, in a
 * streaming pass, and mapped into memory whenever it is read: what is on the heap is the vocabulary
 * and a few small buffers.
 *
 * <p>The text is read once, to a temporary file of tokens beside the cache ({@code
 * .NAME.*.spool.tmp}), from which the cache is written when the vocabulary is known. Meanwhile the
 * disk holds both: with up to 256 tokens twice the number of the text's characters in bytes. The
 * cache appears whole or not at all.
 *
 * <p>The file, little-endian:
 *
 * <pre>
 *   0  8  "rnn4jtok"
 *   8  4  version, 2
 *  12  4  w, the bytes of a token: 1 for a vocabulary of up to 256 tokens, 2 up to 65,536, else 4
 *  16  8  N, the number of tokens
 *  24  8  H, the number of bytes of the description
 *  32  4  CRC-32C of the description
 *  36  4  CRC-32C of the bytes 0 to 35
 *  40  H  the description, JSON: the identity of the sources, the vocabulary, and the account that a
 *         Corpus gives; spaces at its end make 40 + H a multiple of 8
 *      N·w  the tokens
 *      4  CRC-32C of the tokens
 * </pre>
 *
 * <p>A mapping lasts until its {@link Corpus} is garbage: Java has no way to end it before. Until
 * then some systems (Windows) do not let the file be deleted or replaced. Replacing it by {@link
 * #build} elsewhere does not disturb who has it open; a program that overwrites it in place does.
 * If it is shortened, {@link Tokens#copy} throws an {@link UncheckedIOException} that says so.
 */
public final class CorpusCache {
  /** Adds a text to a reader. */
  @FunctionalInterface
  public interface Sources {
    /**
     * Adds all there is.
     *
     * @param reader receives the text
     * @throws IOException if a source cannot be read
     */
    void addTo(CorpusReader reader) throws IOException;
  }

  private CorpusCache() {}

  /**
   * The corpus of files and directories: from the cache if it is of just these, with the same sizes
   * and times of modification, else newly made.
   *
   * @param cache the cache's file; replaced if it is a cache of something else
   * @param config how the text becomes tokens
   * @param paths files and directories
   * @return the corpus, its tokens mapped
   * @throws CorpusCacheException if {@code cache} is a file, but not a cache: it is not touched
   * @throws UnusableTextException if there are fewer than two tokens
   * @throws IOException if a source cannot be read or the cache cannot be written; what was there
   *     before is then still there
   */
  public static Corpus read(Path cache, CorpusConfig config, List<Path> paths) throws IOException {
    Optional<Corpus> found = find(cache, config, paths);
    return found.isPresent() ? found.get() : build(cache, config, paths);
  }

  /**
   * Opens a cache if it is whole and of just these sources, with the same sizes and times of
   * modification.
   *
   * @param cache the cache's file
   * @param config how the text becomes tokens
   * @param paths files and directories
   * @return the corpus, its tokens mapped; nothing if the cache has to be made
   * @throws CorpusCacheException if {@code cache} is a file, but not a cache
   * @throws IOException if a source is missing or cannot be looked at
   */
  public static Optional<Corpus> find(Path cache, CorpusConfig config, List<Path> paths)
      throws IOException {
    requireReplaceable(cache);
    if (!Files.exists(cache)) {
      return Optional.empty();
    }
    String wanted = SourceIdentity.of(config, paths, own(cache));
    return wanted.isEmpty() ? Optional.empty() : CacheFile.find(cache, wanted);
  }

  /**
   * Makes a cache of files and directories.
   *
   * @param cache the cache's file; replaced if it is a cache already
   * @param config how the text becomes tokens
   * @param paths files and directories
   * @return the corpus, its tokens mapped
   * @throws CorpusCacheException if {@code cache} is a file, but not a cache: it is not touched
   * @throws UnusableTextException if there are fewer than two tokens
   * @throws IOException if a source cannot be read or the cache cannot be written; what was there
   *     before is then still there
   */
  public static Corpus build(Path cache, CorpusConfig config, List<Path> paths) throws IOException {
    requireReplaceable(cache);
    // Taken first: a source that changes while it is read makes the cache an old one.
    String identity = SourceIdentity.of(config, paths, own(cache));
    return build(
        cache,
        config,
        reader -> {
          for (Path path : paths) {
            reader.add(path);
          }
        },
        identity);
  }

  /**
   * Makes a cache of sources of any kind. As nobody can tell whether they have changed, {@link
   * #find} will never find it; {@link #open} opens it.
   *
   * @param cache the cache's file; replaced if it is a cache already
   * @param config how the text becomes tokens
   * @param sources adds the text
   * @return the corpus, its tokens mapped
   * @throws CorpusCacheException if {@code cache} is a file, but not a cache: it is not touched
   * @throws UnusableTextException if there are fewer than two tokens
   * @throws IOException if a source cannot be read or the cache cannot be written; what was there
   *     before is then still there
   */
  public static Corpus build(Path cache, CorpusConfig config, Sources sources) throws IOException {
    requireReplaceable(cache);
    return build(cache, config, sources, "");
  }

  /**
   * Opens a cache, whatever became of the sources it was made of. All of it is read once, to check
   * it.
   *
   * @param cache the cache's file
   * @return the corpus, its tokens mapped
   * @throws CorpusCacheException if it is no cache, or damaged
   * @throws IOException if it cannot be read
   */
  public static Corpus open(Path cache) throws IOException {
    return CacheFile.open(cache, MappedTokens.SEGMENT_BITS);
  }

  private static Corpus build(Path cache, CorpusConfig config, Sources sources, String identity)
      throws IOException {
    TemporaryFile.removeLeftovers(cache);
    try (TemporaryFile temporary = TemporaryFile.beside(cache.toAbsolutePath());
        TokenSpool spool = new TokenSpool(temporary.path().toFile())) {
      Path spoolFile = temporary.path().toRealPath();
      Set<Path> unseen = new HashSet<>(own(cache));
      unseen.add(spoolFile);
      CorpusReader reader = new CorpusReader(Optional.empty(), config, spool, unseen);
      sources.addTo(reader);
      CacheFile.write(cache, identity, reader, spool);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return open(cache);
  }

  /** The cache itself, which is no source where it lies in a directory that is. */
  private static Set<Path> own(Path cache) throws IOException {
    return Files.exists(cache) ? Set.of(cache.toRealPath()) : Set.of();
  }

  private static void requireReplaceable(Path cache) throws IOException {
    if (Files.isRegularFile(cache) && Files.size(cache) > 0 && !CacheFile.isCache(cache)) {
      throw new CorpusCacheException(
          cache.toString(), "is not a cache of a corpus, and is not replaced by one: name another");
    }
  }
}
