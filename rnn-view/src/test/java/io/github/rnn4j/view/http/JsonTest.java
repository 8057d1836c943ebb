// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static JsonObject read(String text) {
    return Json.object(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void object_givesItsFieldsByKind() {
    JsonObject json =
        read(
            "{\"s\":\"\\u00e9😀\",\"i\":1e3,\"r\":0.25,\"b\":true,\"n\":null,\"a\":[\"x\",\"\"],"
                + "\"m\":{\"k\":2}}");
    assertThat(json.string("s")).hasValue("é😀");
    assertThat(json.integer("i", 0, 1000)).hasValue(1000);
    assertThat(json.real("r", 0, 1)).hasValue(0.25);
    assertThat(json.flag("b", false)).isTrue();
    assertThat(json.string("n")).isEmpty();
    assertThat(json.strings("a", 2)).hasValue(List.of("x", ""));
    assertThat(json.numbers("m")).hasValue(Map.of("k", 2.0));
    assertThat(json.integer("none", 0, 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "[]",
        "1",
        "{",
        "{\"a\":1,}",
        "{\"a\":1} {}",
        "{\"a\":1,\"a\":2}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":\"\t\"}",
        "{\"a\":1}x",
        "// c\n{}"
      })
  void whatIsNoObject_isRefused(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(HttpProblem.class)
        .extracting(e -> ((HttpProblem) e).status())
        .isEqualTo(400);
  }

  @Test
  void whatIsNoUtf8_orTooDeep_orTooLongANumber_isRefused() {
    assertThatThrownBy(() -> Json.object(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}))
        .isInstanceOf(HttpProblem.class)
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}"))
        .isInstanceOf(HttpProblem.class);
    assertThatThrownBy(() -> read("{\"a\":" + "1".repeat(1000) + "}"))
        .isInstanceOf(HttpProblem.class);
    assertThatThrownBy(() -> read("{\"a\":1e999999999}").integer("a", 0, 9))
        .isInstanceOf(HttpProblem.class)
        .hasMessageContaining("from 0 to 9");
    assertThatThrownBy(() -> read("{\"a\":1e-999999999}").integer("a", 0, 9))
        .isInstanceOf(HttpProblem.class);
  }

  @Test
  void wrongValues_areToldWithWhatWouldDo() {
    JsonObject json = read("{\"a\":1.5,\"s\":7,\"t\":\"\\ud800\",\"l\":[\"x\",3]}");
    assertThatThrownBy(() -> json.integer("a", 1, 5))
        .hasMessage("'a' must be a whole number from 1 to 5: it is 1.5");
    assertThatThrownBy(() -> json.real("a", 0, 1))
        .hasMessage("'a' must be a number from 0 to 1: it is 1.5");
    assertThatThrownBy(() -> json.string("s")).hasMessage("'s' must be a string: it is 7");
    assertThatThrownBy(() -> json.string("t")).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> json.strings("l", 9)).hasMessage("'l'[1] must be a string: it is 3");
    assertThatThrownBy(() -> json.strings("l", 1)).hasMessageContaining("at most 1");
    assertThatThrownBy(() -> json.requireOnly(Set.of("a", "s", "t")))
        .hasMessage("the body has an unknown field 'l': [a, s, t] are known");
  }
}
