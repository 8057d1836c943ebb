// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusCacheTest {
  @TempDir Path directory;

  private Path text;
  private Path cache;

  @BeforeEach
  void files() throws IOException {
    text = Files.writeString(directory.resolve("text"), "to be or not to be, that is it\n");
    cache = directory.resolve("cache");
  }

  @ParameterizedTest
  @EnumSource(Unit.class)
  void cache_isTheCorpusInMemory(Unit unit) throws IOException {
    for (int seed = 1; seed <= 60; seed++) {
      Files.writeString(text, UnitTest.randomText(seed));
      // Named, since a NUL is then a character.
      CorpusConfig config = config(unit, 1).withEncoding(TextEncoding.of("UTF-8"));
      Corpus memory = new CorpusReader(config).add(text).toCorpus();
      assertSame(CorpusCache.build(cache, config, List.of(text)), memory);
      for (int segmentBits = 2; segmentBits <= 8; segmentBits += 3) {
        assertSame(CacheFile.open(cache, segmentBits), memory);
      }
    }
    assertThat(names()).containsExactly("cache", "text");
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 257, 65_536, 65_537})
  void width_followsTheVocabulary(int size) throws IOException {
    String all =
        IntStream.range(0, size + 2048)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .limit(size)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    Corpus memory = new CorpusReader().add(all + all, "text").toCorpus();
    CorpusCache.build(cache, config(Unit.CHAR, 1), reader -> reader.add(all + all, "text"));
    Corpus mapped = CacheFile.open(cache, 6);
    assertSame(mapped, memory);
    assertThat(ByteBuffer.wrap(Files.readAllBytes(cache)).order(ByteOrder.LITTLE_ENDIAN).getInt(12))
        .isEqualTo(size <= 256 ? 1 : size <= 65_536 ? 2 : 4);
  }

  @Test
  void account_isKept() throws IOException {
    Path sources = Files.createDirectory(directory.resolve("sources"));
    Files.writeString(sources.resolve("a"), "\uFEFFaaabbbcd");
    Files.writeString(sources.resolve("b"), "eeeee漢漢漢漢漢\0");
    Files.writeString(sources.resolve("c"), "");
    Files.writeString(sources.resolve("d"), "ab".repeat(70_000) + "漢e");
    Corpus memory = new CorpusReader(Unit.CHAR, 2).add(sources).toCorpus();
    assertThat(memory.replaced().occurrences()).isEqualTo(4);
    assertThat(memory.skipped()).hasSize(2);
    assertSame(CorpusCache.read(cache, config(Unit.CHAR, 2), List.of(sources)), memory);
    assertSame(CorpusCache.open(cache), memory);
  }

  @Test
  void stream_isReadOnce() throws IOException {
    byte[] bytes = "streamed".getBytes(StandardCharsets.UTF_8);
    Corpus corpus =
        CorpusCache.build(
            cache,
            config(Unit.CHAR, 1),
            reader -> reader.add(new ByteArrayInputStream(bytes), "-"));
    assertThat(corpus.vocabulary().decode(UnitTest.ids(corpus.tokens()))).isEqualTo("streamed");
  }

  @Test
  void cacheInsideItsSources_isNoSource() throws IOException {
    for (int i = 0; i < 2; i++) {
      Corpus corpus = CorpusCache.build(cache, config(Unit.BYTE, 1), List.of(directory));
      assertThat(corpus.parts()).hasSize(1);
      assertThat(corpus.skipped()).isEmpty();
      assertThat(CorpusCache.find(cache, config(Unit.BYTE, 1), List.of(directory))).isPresent();
    }
  }

  @Test
  void cache_isFoundWhileItsSourcesAreTheSame() throws IOException {
    assertThat(CorpusCache.find(cache, config(Unit.CHAR, 1), List.of(text))).isEmpty();
    CorpusCache.read(cache, config(Unit.CHAR, 1), List.of(text));
    FileTime made = Files.getLastModifiedTime(cache);
    assertThat(CorpusCache.find(cache, config(Unit.CHAR, 1), List.of(text))).isPresent();
    CorpusCache.read(cache, config(Unit.CHAR, 1), List.of(text));
    assertThat(Files.getLastModifiedTime(cache)).isEqualTo(made);

    assertThat(CorpusCache.find(cache, config(Unit.BYTE, 1), List.of(text))).isEmpty();
    assertThat(CorpusCache.find(cache, config(Unit.CHAR, 2), List.of(text))).isEmpty();
    assertThat(CorpusCache.find(cache, config(Unit.CHAR, 1), List.of(text, text))).isEmpty();

    FileTime before = Files.getLastModifiedTime(text);
    Files.setLastModifiedTime(text, FileTime.fromMillis(before.toMillis() + 1000));
    assertThat(CorpusCache.find(cache, config(Unit.CHAR, 1), List.of(text))).isEmpty();
    Files.setLastModifiedTime(text, before);
    assertThat(CorpusCache.find(cache, config(Unit.CHAR, 1), List.of(text))).isPresent();
    Files.writeString(text, "longer", StandardOpenOption.APPEND);
    Files.setLastModifiedTime(text, before);
    assertThat(CorpusCache.find(cache, config(Unit.CHAR, 1), List.of(text))).isEmpty();
    assertThat(CorpusCache.read(cache, config(Unit.CHAR, 1), List.of(text)).tokens().length())
        .isEqualTo(Files.size(text));
  }

  @Test
  void damagedCache_isMadeAnew() throws IOException {
    Corpus corpus = CorpusCache.read(cache, config(Unit.CHAR, 1), List.of(text));
    byte[] bytes = Files.readAllBytes(cache);
    bytes[bytes.length - 10] ^= 1;
    Files.delete(cache);
    Files.write(cache, bytes);
    assertSame(CorpusCache.read(cache, config(Unit.CHAR, 1), List.of(text)), corpus);
  }

  @Test
  void fileThatIsNoCache_isNotReplaced() throws IOException {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> CorpusCache.read(text, config(Unit.CHAR, 1), List.of(text)))
          .isInstanceOf(CorpusCacheException.class)
          .hasMessageContaining("is not a cache of a corpus");
    }
    assertThatThrownBy(() -> CorpusCache.open(text))
        .isInstanceOf(CorpusCacheException.class)
        .hasMessageContaining(text.toString());
    assertThat(Files.readString(text)).startsWith("to be");
  }

  @Test
  void failure_leavesTheCacheThatWasThereAndNothingElse() throws IOException {
    CorpusCache.build(cache, config(Unit.CHAR, 1), List.of(text));
    byte[] before = Files.readAllBytes(cache);
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> CorpusCache.build(cache, config(Unit.CHAR, 1), List.of(text, missing)))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(
            () ->
                CorpusCache.build(
                    cache, config(Unit.CHAR, 1), reader -> reader.add(text).add(missing)))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(
            () -> CorpusCache.build(cache, config(Unit.CHAR, 1), reader -> reader.add("", "x")))
        .isInstanceOf(UnusableTextException.class);
    assertThat(Files.readAllBytes(cache)).isEqualTo(before);
    assertThat(names()).containsExactly("cache", "text");
  }

  @Test
  void everyFlippedBitAndEveryLength_isRefused() throws IOException {
    CorpusCache.build(cache, config(Unit.CHAR, 4), List.of(text));
    byte[] good = Files.readAllBytes(cache);
    Path bad = directory.resolve("bad");
    for (int i = 0; i < good.length; i++) {
      byte[] flipped = good.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      assertRefused(bad, flipped, "");
      assertRefused(bad, Arrays.copyOf(good, i), "");
    }
    assertRefused(bad, Arrays.copyOf(good, good.length + 1), "bytes of tokens");
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        field("not a cache", h -> h.put(0, (byte) 'x')),
        field("version 1, but this program reads version 2", h -> h.putInt(8, 1)),
        field("takes 3 bytes", h -> h.putInt(12, 3)),
        field("bytes of tokens", h -> h.putInt(12, 2)),
        field("bytes of tokens", h -> h.putLong(16, h.getLong(16) + 1)),
        field("bytes of tokens", h -> h.putLong(16, -1)),
        field("bytes of tokens", h -> h.putInt(12, 4).putLong(16, 1L << 62)),
        field("does not fit", h -> h.putLong(24, Long.MAX_VALUE)),
        field("does not fit", h -> h.putLong(24, -8)),
        field("does not fit", h -> h.putLong(24, h.getLong(24) + 1)),
        field("description does not match", h -> h.putInt(32, h.getInt(32) + 1)));
  }

  private static Arguments field(String message, Consumer<ByteBuffer> damage) {
    return Arguments.of(message, damage);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fields")
  void fieldThatMakesNoSense_isRefusedThoughItsChecksumHolds(
      String message, Consumer<ByteBuffer> damage) throws IOException {
    CorpusCache.build(cache, config(Unit.CHAR, 1), List.of(text));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(cache)).order(ByteOrder.LITTLE_ENDIAN);
    damage.accept(bytes);
    bytes.putInt(36, sum(bytes.array(), 0, 36));
    assertRefused(directory.resolve("bad"), bytes.array(), message);
  }

  @Test
  void tokenOutsideTheVocabulary_isRefusedThoughTheChecksumHolds() throws IOException {
    CorpusCache.build(cache, config(Unit.CHAR, 1), List.of(text));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(cache)).order(ByteOrder.LITTLE_ENDIAN);
    int at = CacheFile.HEADER_BYTES + (int) bytes.getLong(24);
    bytes.put(at + 3, (byte) 200);
    int count = (int) bytes.getLong(16);
    bytes.putInt(at + count, sum(bytes.array(), at, count));
    assertRefused(directory.resolve("bad"), bytes.array(), "token 3 is 200, not in its vocabulary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "[1]",
        "[\"\",\"[]\",[],[],[0,0],[0,1,false]]",
        "[\"\",\"[\\\"a\\\"]\",[\"x\",1],[],[0,0],[0,1,false]]",
        "[\"\",\"[\\\"a\\\"]\",[\"x\",1,\"UTF-8\",true],[],[0,0],[0,1,false]]",
        "[\"\",\"[\\\"a\\\"]\",[\"x\",-1,\"UTF-8\",true,false],[],[0,0],[0,1,false]]",
        "[\"\",\"[\\\"a\\\"]\",[],[\"x\"],[0,0],[0,1,false]]",
        "[\"\",\"[\\\"a\\\"]\",[],[],[0],[0,1,false]]",
        "[\"\",\"[\\\"a\\\"]\",[],[],[0,0,1],[0,1,false]]",
        "[\"\",\"[\\\"a\\\"]\",[],[],[0,0],[0,1,false]",
        "[\"\",\"[\\\"a\\\"]\",[],[],[0,0],[0,1,false]] 1",
        "[\"\",\"[\\\"a\\\"]\",[],[],[0,99999999999999999999],[0,1,false]]",
        "[\"\",\"[\\\"a\\\"]\",[],[],[0,0],[0,0,false]]",
        "[\"\",\"[\\\"a\\\"]\",[],[],[0,0],[2,1,false]]",
        "[\"\",\"[\\\"a\\\"]\",[],[],[0,0],[1,1,true]]",
        "[\"\",\"[\\\"a\\\"]\",[],[],[0,0],[0,1]]",
        "[\"\",\"[\\\"a\\\"]\",[],[],[0,0]]"
      })
  void descriptionThatMakesNoSense_isRefused(String json) {
    assertThatThrownBy(() -> CacheDescription.fromJson(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void descriptionOfTheForm_isRead() {
    String json = "[\"i\",\"[\\\"a\\\"]\",[\"x\",1,\"UTF-8\",true,false],[],[0,0],[1,2,false]]";
    CacheDescription description = CacheDescription.fromJson(json.getBytes(StandardCharsets.UTF_8));
    assertThat(description.escape()).isEqualTo(new EscapeEstimate(1, 2, false));
    assertThat(description.parts())
        .containsExactly(new Corpus.Part("x", 1, new TextEncoding.Decoded("UTF-8", true, false)));
  }

  @Test
  void sourceInAnotherPlaceOrNamedByAnotherPath_isTheSame() throws IOException {
    CorpusConfig config = CorpusConfig.DEFAULT;
    CorpusCache.build(cache, config, List.of(text));
    Path relative = Path.of("").toAbsolutePath().relativize(text.toAbsolutePath());
    assertThat(relative.isAbsolute()).isFalse();
    assertThat(CorpusCache.find(cache, config, List.of(relative))).isPresent();
    assertThat(CorpusCache.find(cache, config, List.of(directory.resolve("./text")))).isPresent();
    Path moved = Files.move(text, Files.createDirectory(directory.resolve("new")).resolve("text"));
    assertThat(CorpusCache.find(cache, config, List.of(moved))).isPresent();
    assertThat(CorpusCache.find(cache, config, List.of(moved.getParent()))).isEmpty();
    Path renamed = Files.move(moved, moved.resolveSibling("other"));
    assertThat(CorpusCache.find(cache, config, List.of(renamed))).isEmpty();
    assertThat(
            CorpusCache.find(
                cache, config.withEncoding(TextEncoding.of("UTF-8")), List.of(renamed)))
        .isEmpty();
  }

  @Test
  void whatIsNoSource_doesNotMakeTheCacheAnOldOne() throws IOException {
    CorpusConfig config = CorpusConfig.DEFAULT;
    CorpusCache.build(cache, config, List.of(directory));
    Files.writeString(directory.resolve(".hidden"), "x");
    Files.writeString(directory.resolve(".m.safetensors.lock"), "1");
    Files.writeString(directory.resolve("run.jsonl"), "{\"step\":1,\"epoch\":0.5,\"loss\":2.5}");
    assertThat(CorpusCache.find(cache, config, List.of(directory))).isPresent();
    assertThat(Corpus.read(List.of(directory)).skipped().stream().map(Corpus.Skipped::reason))
        .containsExactly("is a hidden file", "is a cache of rnn4j", "is the metrics of a run");
    Files.writeString(directory.resolve("new"), "x");
    assertThat(CorpusCache.find(cache, config, List.of(directory))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 8191, 70_000})
  void cacheShortenedWhileItIsRead_isAnErrorThatNamesIt(int length) throws IOException {
    Corpus corpus =
        CorpusCache.build(
            cache, config(Unit.CHAR, 1), reader -> reader.add("ab".repeat(40_000), "text"));
    int[] tokens = new int[100];
    corpus.tokens().copy(79_900, tokens, 0, 100);
    assertThat(tokens).startsWith(0, 1).endsWith(0, 1);
    try (java.nio.channels.FileChannel channel =
        java.nio.channels.FileChannel.open(cache, java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
    for (Tokens view : List.of(corpus.tokens(), corpus.tokens().slice(10, 20_000))) {
      assertThatThrownBy(() -> view.copy(0, tokens, 0, 100))
          .isInstanceOf(java.io.UncheckedIOException.class)
          .hasRootCauseInstanceOf(CorpusCacheException.class)
          .rootCause()
          .hasMessageContaining(cache + ": was shortened from ")
          .hasMessageContaining(" to " + length + " while it was read");
    }
    assertThat(tokens).startsWith(0, 1).endsWith(0, 1);
  }

  @Test
  void cacheReplacedWhileItIsRead_disturbsNobody() throws IOException {
    Corpus corpus = CorpusCache.build(cache, config(Unit.CHAR, 1), List.of(text));
    CorpusCache.build(cache, config(Unit.CHAR, 1), reader -> reader.add("ab", "text"));
    assertThat(corpus.vocabulary().decode(UnitTest.ids(corpus.tokens()))).startsWith("to be or");
  }

  private static CorpusConfig config(Unit unit, long minCount) {
    return CorpusConfig.DEFAULT.withUnit(unit).withMinCount(minCount);
  }

  private static void assertRefused(Path bad, byte[] bytes, String message) throws IOException {
    Files.write(bad, bytes);
    assertThatThrownBy(() -> CorpusCache.open(bad))
        .isInstanceOf(CorpusCacheException.class)
        .hasMessageContaining(bad.toString())
        .hasMessageContaining(message);
  }

  private static int sum(byte[] bytes, int from, int count) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, count);
    return (int) sum.getValue();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertSame(Corpus actual, Corpus expected) {
    assertThat(actual.vocabulary()).isEqualTo(expected.vocabulary());
    assertThat(actual.parts()).isEqualTo(expected.parts());
    assertThat(actual.skipped()).isEqualTo(expected.skipped());
    assertThat(actual.replaced()).isEqualTo(expected.replaced());
    assertThat(actual.escape()).isEqualTo(expected.escape());
    assertThat(UnitTest.ids(actual.tokens())).isEqualTo(UnitTest.ids(expected.tokens()));
    long length = actual.tokens().length();
    assertThatThrownBy(() -> actual.tokens().get(length))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
