// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CorpusReaderTest {
  @TempDir Path directory;

  @Test
  void text_becomesVocabularyAndTokens() {
    Corpus corpus = Corpus.of("hello world");
    assertThat(corpus.vocabulary()).isEqualTo(Vocabulary.of("hello world"));
    assertThat(text(corpus)).isEqualTo("hello world");
    assertThat(corpus.parts()).containsExactly(new Corpus.Part("text", 11));
    assertThat(corpus.skipped()).isEmpty();
  }

  @Test
  void sources_areJoinedInTheOrderGivenWithNothingBetween() throws IOException {
    Path b = write("b.txt", "bé\r\n");
    Path a = write("a.txt", "a😀");
    Corpus corpus =
        new CorpusReader()
            .add(b)
            .add(stream("漢"), "-")
            .add("str", "--text")
            .add(a)
            .add(b)
            .toCorpus();
    assertThat(text(corpus)).isEqualTo("bé\r\n漢stra😀bé\r\n");
    assertThat(corpus.parts())
        .containsExactly(
            new Corpus.Part(b.toString(), 4),
            new Corpus.Part("-", 1),
            new Corpus.Part("--text", 3),
            new Corpus.Part(a.toString(), 2),
            new Corpus.Part(b.toString(), 4));
    assertThat(corpus.vocabulary()).isEqualTo(Vocabulary.of(text(corpus)));
  }

  @Test
  void directory_isWalkedInTheOrderOfItsPaths() throws IOException {
    // '-' < '.' < '/' < '0' < 'B' < 'a'
    for (String name : List.of("a/z", "a.txt", "a-b", "B", "a/b/c", "a0", "sub/é.txt")) {
      write(name, "[" + name + "]");
    }
    Corpus corpus = Corpus.read(List.of(directory));
    assertThat(text(corpus)).isEqualTo("[B][a-b][a.txt][a/b/c][a/z][a0][sub/é.txt]");
    assertThat(corpus.parts().get(3))
        .isEqualTo(new Corpus.Part(directory.resolve("a/b/c").toString(), 7));
    assertThat(corpus.skipped()).isEmpty();
  }

  @Test
  void whatIsNotText_isLeftOutOfADirectoryAndReported() throws IOException {
    write("a.txt", "text");
    write(".hidden", "secret");
    write(".git/config", "secret");
    write("empty", "");
    Files.write(directory.resolve("latin1"), new byte[] {'a', 'b', (byte) 0xE9, 'c'});
    Files.write(directory.resolve("nul.bin"), new byte[] {'P', 'K', 3, 4, 0, 0});
    write("z.txt", "more");
    Corpus corpus = Corpus.read(List.of(directory));
    assertThat(text(corpus)).isEqualTo("textmore");
    assertThat(corpus.vocabulary()).isEqualTo(Vocabulary.of("textmore"));
    assertThat(corpus.skipped())
        .containsExactly(
            skipped(".git", "is a hidden directory"),
            skipped(".hidden", "is a hidden file"),
            skipped("empty", "is empty"),
            skipped("latin1", "is not UTF-8 (at byte offset 2)"),
            skipped("nul.bin", "is not text (it holds a NUL)"));
  }

  @Test
  void largeFileThatTurnsOutNotToBeText_leavesNoTrace() throws IOException {
    // Widens the tokens and fills pages before its end gives it away.
    String many =
        new Random(5)
            .ints(200_000, 0x20, 0x3000)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    byte[] bytes = (many + "\0").getBytes(StandardCharsets.UTF_8);
    write("a.txt", "ab");
    Files.write(directory.resolve("b.bin"), bytes);
    write("c.txt", "cab");
    Corpus corpus = Corpus.read(List.of(directory));
    assertThat(text(corpus)).isEqualTo("abcab");
    assertThat(corpus.vocabulary()).isEqualTo(Vocabulary.of("abc"));
    assertThat(((PagedTokens) corpus.tokens()).bytesPerToken()).isEqualTo(1);
    assertThat(corpus.skipped()).containsExactly(skipped("b.bin", "is not text (it holds a NUL)"));
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void symbolicLinks_areFollowedWhenNamedAndReportedWhenMet() throws IOException {
    write("real/a.txt", "ab");
    Path linked = Files.createSymbolicLink(directory.resolve("linked"), Path.of("real"));
    Files.createSymbolicLink(directory.resolve("real/loop"), Path.of("."));
    Files.createSymbolicLink(directory.resolve("real/b.txt"), Path.of("a.txt"));
    Corpus corpus = Corpus.read(List.of(linked, directory.resolve("real/b.txt")));
    assertThat(text(corpus)).isEqualTo("abab");
    assertThat(corpus.parts().get(0).source()).isEqualTo(linked.resolve("a.txt").toString());
    assertThat(corpus.skipped())
        .containsExactly(
            new Corpus.Skipped(linked.resolve("b.txt").toString(), "is a symbolic link"),
            new Corpus.Skipped(linked.resolve("loop").toString(), "is a symbolic link"));
  }

  @Test
  void fileNamedByTheCaller_isReadWhateverItsName() throws IOException {
    Path hidden = write(".hidden", "ab");
    assertThat(text(Corpus.read(List.of(hidden)))).isEqualTo("ab");
  }

  @Test
  void malformedFileNamedByTheCaller_isAnErrorWithItsOffset() throws IOException {
    Path file =
        Files.write(directory.resolve("latin1.txt"), new byte[] {'a', 'b', (byte) 0xE9, 'c'});
    assertThatThrownBy(() -> Corpus.read(List.of(file)))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageStartingWith(file + ": not UTF-8 at byte offset 2: 0xE9");
  }

  @Test
  void malformedStream_isAnErrorWithItsName() {
    InputStream in = new ByteArrayInputStream(new byte[] {'a', (byte) 0xC3});
    assertThatThrownBy(() -> new CorpusReader().add(in, "standard input"))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageStartingWith(
            "standard input: not UTF-8 at byte offset 1: 0xC3, where the text ends inside");
  }

  @Test
  void readerAfterAnError_isAsBefore() throws IOException {
    Path bad = Files.write(directory.resolve("bad"), new byte[] {'x', 'y', (byte) 0xFF});
    CorpusReader reader = new CorpusReader().add("ab", "one");
    assertThatThrownBy(() -> reader.add(bad)).isInstanceOf(MalformedTextException.class);
    assertThatThrownBy(() -> reader.add("x\uD800", "two"))
        .isInstanceOf(UnusableTextException.class)
        .hasMessage(
            "two: half of a surrogate pair, U+D800, at index 1: it is no character; remove it");
    Corpus corpus = reader.add("c", "three").toCorpus();
    assertThat(text(corpus)).isEqualTo("abc");
    assertThat(corpus.vocabulary().size()).isEqualTo(3);
    assertThat(corpus.parts()).hasSize(2);
    assertThatThrownBy(reader::toCorpus).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void byteOrderMark_isTakenOffAtTheStartOfEachFileAndReported() throws IOException {
    Path one = write("1", "\uFEFFab");
    Path two = write("2", "\uFEFFc\uFEFFd");
    Path only = write("3", "\uFEFF");
    Corpus corpus = Corpus.read(List.of(one, two, only));
    assertThat(text(corpus)).isEqualTo("abc\uFEFFd");
    assertThat(corpus.parts())
        .containsExactly(
            new Corpus.Part(one.toString(), 2, new TextEncoding.Decoded("UTF-8", true, false)),
            new Corpus.Part(two.toString(), 3, new TextEncoding.Decoded("UTF-8", true, false)));
    assertThat(corpus.skipped())
        .containsExactly(
            new Corpus.Skipped(only.toString(), "holds nothing but a byte order mark"));
    assertThat(text(Corpus.of("\uFEFFa"))).isEqualTo("\uFEFFa");
  }

  @Test
  void missingFile_isNamed() {
    Path missing = directory.resolve("missing.txt");
    assertThatThrownBy(() -> Corpus.read(List.of(missing)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": there is no such file or directory");
  }

  @Test
  void emptyText_isRefusedWithWhatWasThere() throws IOException {
    Path empty = write("d/empty.txt", "");
    write("d/.hidden", "x");
    assertThatThrownBy(() -> Corpus.of(""))
        .isInstanceOf(UnusableTextException.class)
        .hasMessage("there is no text: text is empty");
    assertThatThrownBy(() -> Corpus.read(List.of(empty)))
        .isInstanceOf(UnusableTextException.class)
        .hasMessage("there is no text: " + empty + " is empty");
    assertThatThrownBy(() -> Corpus.read(List.of(directory.resolve("d"))))
        .isInstanceOf(UnusableTextException.class)
        .hasMessage(
            "there is no text: "
                + directory.resolve("d/.hidden")
                + " is a hidden file, "
                + empty
                + " is empty, "
                + directory.resolve("d")
                + " holds no text file");
    assertThatThrownBy(() -> Corpus.read(List.of()))
        .isInstanceOf(UnusableTextException.class)
        .hasMessage("there is no text: nothing was given");
  }

  @Test
  void singleCharacter_isRefused() throws IOException {
    Path file = write("one.txt", "😀");
    assertThatThrownBy(() -> Corpus.read(List.of(file)))
        .isInstanceOf(UnusableTextException.class)
        .hasMessage(
            file
                + " has a single character, '😀' U+1F600: at least two are needed, one to predict the other");
    assertThat(Corpus.of("aa").vocabulary().size()).isEqualTo(1);
  }

  @Test
  void knownVocabulary_givesItsIds() {
    Vocabulary vocabulary = Vocabulary.ofCodePoints('z', 'a', 'b');
    Corpus corpus = new CorpusReader(vocabulary).add("abz", "text").toCorpus();
    assertThat(corpus.vocabulary()).isSameAs(vocabulary);
    assertThat(ids(corpus)).containsExactly(1, 2, 0);
  }

  @Test
  void charactersAKnownVocabularyLacks_areListedWithTheSource() throws IOException {
    Path file = write("f.txt", "axbyx");
    assertThatThrownBy(() -> new CorpusReader(Vocabulary.of("ab")).add(file).toCorpus())
        .isInstanceOfSatisfying(
            UnknownTokensException.class, e -> assertThat(e.tokens()).containsExactly("x", "y"))
        .hasMessage(
            file + " has 2 characters that the vocabulary of 2 lacks: 'x' U+0078, 'y' U+0079");
  }

  @Test
  void vocabularyOverAByte_comesBackInOnePass() throws IOException {
    for (int seed = 0; seed < 3; seed++) {
      // 300 characters, then thousands, then most of Unicode: each time ids move when they are
      // sorted.
      Random random = new Random(seed);
      int[] bounds = {400, 60_000 - 0x2800, 0x110000};
      String text =
          random
              .ints(150_000, 1, bounds[seed])
              .filter(c -> c < 0xD800 || c > 0xDFFF)
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
      Corpus corpus = new CorpusReader().add(stream(text), "stream").toCorpus();
      assertThat(corpus.vocabulary()).as("seed %d", seed).isEqualTo(Vocabulary.of(text));
      assertThat(text(corpus)).as("seed %d", seed).isEqualTo(text);
      assertThat(((PagedTokens) corpus.tokens()).bytesPerToken()).isEqualTo(seed < 2 ? 2 : 4);
    }
  }

  @Test
  void whatThisProgramWrote_isNoTextWhereverItLies() throws IOException {
    write("a.txt", "ab");
    Path model = directory.resolve("b.txt");
    RandomModels.of(CellType.GRU, "ab").save(model);
    Path cache = directory.resolve("c.txt");
    CorpusCache.build(cache, CorpusConfig.DEFAULT, reader -> reader.add("xyz", "text"));
    Path metrics =
        write("d.txt", "{\"step\":1,\"epoch\":0.5,\"loss\":2.5,\"bits_per_character\":3.6}\n");
    Path plot = write("e.svg", "<?xml version=\"1.0\"?>\n<!-- rnn4j -->\n<svg/>");
    write("f.jsonl", "{\"step\":\"of somebody else\"}");
    for (Unit unit : Unit.values()) {
      Corpus corpus =
          new CorpusReader(unit, 1).add(directory).add(model).add(cache).add(plot).toCorpus();
      assertThat(text(corpus)).isEqualTo("ab{\"step\":\"of somebody else\"}");
      assertThat(corpus.skipped())
          .containsExactly(
              skipped("b.txt", "is a model of rnn4j"),
              skipped("c.txt", "is a cache of rnn4j"),
              skipped("d.txt", "is the metrics of a run"),
              skipped("e.svg", "is the plot of a run"),
              skipped("b.txt", "is a model of rnn4j"),
              skipped("c.txt", "is a cache of rnn4j"),
              skipped("e.svg", "is the plot of a run"));
    }
    assertThatThrownBy(() -> Corpus.read(List.of(metrics)))
        .isInstanceOf(UnusableTextException.class)
        .hasMessage("there is no text: " + metrics + " is the metrics of a run");
    try (InputStream in = Files.newInputStream(metrics)) {
      assertThat(text(new CorpusReader().add(in, "-").toCorpus())).startsWith("{\"step\":1");
    }
  }

  @Test
  void directoryInOtherEncodings_isReadAsTheirMarksSay() throws IOException {
    write("a", "é");
    Files.write(directory.resolve("b"), "\uFEFF漢".getBytes(StandardCharsets.UTF_16LE));
    Files.write(
        directory.resolve("c.gz"), TextEncodingTest.gzip("x".getBytes(StandardCharsets.UTF_8)));
    Corpus corpus = Corpus.read(List.of(directory));
    assertThat(text(corpus)).isEqualTo("é漢x");
    assertThat(corpus.parts().stream().map(part -> part.decoded().remark().orElse("")))
        .containsExactly("", "read as UTF-16LE, as its byte order mark says", "unpacked by gzip");
    CorpusConfig latin1 = CorpusConfig.DEFAULT.withEncoding(TextEncoding.of("ISO-8859-1"));
    assertThat(text(new CorpusReader(latin1).add(directory).toCorpus())).isEqualTo("Ã©ÿþ\"ox");
    Files.write(directory.resolve("d"), new byte[] {'M', 0, (byte) 0xFF});
    assertThat(new CorpusReader(latin1).add(directory).toCorpus().skipped())
        .containsExactly(skipped("d", "is not text (it holds a NUL)"));
  }

  private Corpus.Skipped skipped(String name, String reason) {
    return new Corpus.Skipped(directory.resolve(name).toString(), reason);
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static int[] ids(Corpus corpus) {
    int[] ids = new int[(int) corpus.tokens().length()];
    corpus.tokens().copy(0, ids, 0, ids.length);
    return ids;
  }

  private static String text(Corpus corpus) {
    return corpus.vocabulary().decode(ids(corpus));
  }
}
