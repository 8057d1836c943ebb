// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.view.pages;

import static io.github.rnn4j.view.pages.Parsed.list;
import static io.github.rnn4j.view.pages.Parsed.number;
import static io.github.rnn4j.view.pages.Parsed.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.activations.ReadText;
import io.github.rnn4j.activations.Reading;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.text.Vocabulary;
import io.github.rnn4j.view.http.Asking;
import io.github.rnn4j.view.http.WebServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page that looks inside a model is told, asked for as a browser does. */
class ModelPagesTest {
  private static final String TEXT =
      "the <script>alert(1)</script>\nsat on\tthe mat\n\n\"hm\", he said.\n";

  private WebServer server;
  private Asking asking;

  private static Model model(CellType cell) {
    Vocabulary vocabulary = Vocabulary.of(TEXT);
    NetworkConfig config = NetworkConfig.builder(cell, vocabulary.size(), 9).layers(2).build();
    Network network = new Network(new JavaLinearAlgebra(), config);
    Initialization.uniform(network, new RandomStreams(31));
    return new Model(network, vocabulary);
  }

  private void serve(Model model, String text) throws IOException {
    server =
        new ModelPages(model, "m", ReadText.of(model, text), "some text", Shade.COST)
            .addTo(WebServer.builder())
            .start();
    asking = new Asking(server.address());
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private Map<String, Object> get(String path) throws Exception {
    HttpResponse<String> answer = asking.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return object(answer.body());
  }

  private Map<String, Object> post(String path, String body) throws Exception {
    HttpResponse<String> answer = asking.post(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return object(answer.body());
  }

  @Test
  void page_isWhole_andNeedsNothingFromElsewhere() throws Exception {
    serve(model(CellType.GRU), TEXT);
    String page = asking.get("/").body();
    assertThat(page).doesNotContain("http:", "https:", "<style", " style=", "onclick");
    List<String> wanted = new ArrayList<>(List.of("/common.js", "/text.js", "/write.js"));
    page.lines()
        .filter(line -> line.contains("<link") || line.contains("<script"))
        .map(line -> line.replaceAll(".*(?:href|src)=\"([^\"]+)\".*", "/$1"))
        .forEach(wanted::add);
    assertThat(wanted).contains("/view.js", "/view.css", "/icon.svg").hasSize(7);
    for (String path : wanted) {
      assertThat(asking.get(path).statusCode()).as(path).isEqualTo(200);
      assertThat(asking.get(path).body()).as(path).doesNotContain("https://", "innerHTML");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RNN", "LSTM", "GRU"})
  void values_areThoseOfAForwardPass(String cell) throws Exception {
    Model model = model(CellType.valueOf(cell));
    String text = TEXT.repeat(9);
    serve(model, text);
    int parts = model.network().config().cell().stateParts();
    for (int layer = 0; layer < 2; layer++) {
      for (int signal = 0; signal < parts; signal++) {
        String where = "&layer=" + layer + "&signal=" + signal;
        Map<String, Object> found = get("/api/values?revision=1&from=3&count=400&unit=7" + where);
        assertThat(found.get("exact")).isEqualTo(true);
        Predictor predictor = new Predictor(model.network());
        int[] tokens = model.vocabulary().encode(text);
        for (int at = 0; at < 403; at++) {
          predictor.read(tokens[at]);
          if (at >= 3) {
            float value = (float) predictor.state().values(layer, signal)[7];
            assertThat((float) number(list(found.get("values")).get(at - 3))).isEqualTo(value);
          }
          if (at == 77) {
            Map<String, Object> here = get("/api/token?revision=1&at=77" + where);
            double[] values = predictor.state().values(layer, signal);
            for (int unit = 0; unit < 9; unit++) {
              assertThat((float) number(list(here.get("units")).get(unit)))
                  .isEqualTo((float) values[unit]);
            }
          }
        }
      }
    }
  }

  @Test
  void costs_sumUpToTheScore_ofRecordsToo() throws Exception {
    for (Model model :
        List.of(model(CellType.LSTM), model(CellType.LSTM).withRecords(RecordBorder.LINE))) {
      serve(model, TEXT);
      int length = (int) number(get("/api/text").get("length"));
      Score total = Score.NONE;
      for (Object cost : list(get("/api/costs?revision=1&from=0&count=" + length).get("values"))) {
        total = cost == null ? total : total.plus(Score.ofCharacter(number(cost)));
      }
      assertThat(total).isEqualTo(Score.of(model, TEXT));
      server.close();
    }
  }

  @Test
  void lines_holdTheTextInOrder_whateverTheirWidth() throws Exception {
    Model model = model(CellType.GRU);
    String text = TEXT.repeat(20);
    serve(model, text);
    for (int columns : new int[] {1, 7, 80}) {
      int total =
          (int) number(get("/api/lines?revision=1&from=0&count=0&columns=" + columns).get("total"));
      StringBuilder all = new StringBuilder();
      for (int from = 0; from < total; from += 100) {
        Map<String, Object> some =
            get("/api/lines?revision=1&count=100&columns=" + columns + "&from=" + from);
        for (Object line : list(some.get("lines"))) {
          List<Object> tokens = list(object(line).get("tokens"));
          assertThat(number(object(line).get("from"))).isEqualTo(all.length());
          assertThat(tokens.size()).isBetween(1, columns);
          tokens.forEach(all::append);
          assertThat(all.indexOf("\n", all.length() - tokens.size())).isIn(-1, all.length() - 1);
        }
      }
      assertThat(all).hasToString(text);
    }
    assertThat(number(get("/api/line?revision=1&columns=80&at=31").get("line"))).isEqualTo(1);
  }

  @Test
  void typedText_isReadAnew_andClosedWhenItIsReplaced() throws Exception {
    serve(model(CellType.GRU), TEXT);
    Map<String, Object> typed = post("/api/text", "{\"text\":\"the m\",\"replaces\":1}");
    int revision = (int) number(typed.get("revision"));
    assertThat(number(typed.get("length"))).isEqualTo(5);
    Map<String, Object> more =
        post("/api/text", "{\"text\":\"the mß\",\"replaces\":" + revision + "}");
    int next = (int) number(more.get("revision"));
    assertThat(get("/api/lines?revision=" + next + "&columns=9&from=0&count=9").get("lines"))
        .hasToString("[{from=0, tokens=[t, h, e,  , m, ß], unknown=[5]}]");
    Map<String, Object> unread = get("/api/token?revision=" + next + "&at=5&layer=0&signal=0");
    assertThat(unread.get("cost")).isNull();
    assertThat(list(unread.get("units"))).containsOnlyNulls();
    assertThat(asking.get("/api/progress?revision=" + revision).statusCode()).isEqualTo(409);
    assertThat(get("/api/progress?revision=1").get("length")).isEqualTo("" + TEXT.length());
    assertThat(number(post("/api/text", "{\"text\":\"\"}").get("length"))).isZero();
  }

  @Test
  void separate_ranksUnits() throws Exception {
    Model model = model(CellType.LSTM);
    serve(model, TEXT.repeat(5));
    Map<String, Object> found =
        post(
            "/api/separate",
            "{\"revision\":1,\"from\":0,\"to\":300,\"chosen\":[\"0-2\",\"62-70\"],\"gates\":true}");
    assertThat(found).containsEntry("chosen", "10").containsEntry("others", "290");
    List<Object> units = list(found.get("units"));
    assertThat(units).hasSize(12);
    double last = 1;
    for (Object unit : units) {
      double distance = Math.abs(number(object(unit).get("auc")) - 0.5);
      assertThat(distance).isLessThanOrEqualTo(last);
      last = distance;
    }
    HttpResponse<String> none =
        asking.post("/api/separate", "{\"revision\":1,\"from\":0,\"to\":9,\"chosen\":[]}");
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body()).contains("0 of 9 are chosen");
  }

  @Test
  void writing_isThatOfSampling_stepByStep_inAnyPieces() throws Exception {
    Model model = model(CellType.GRU);
    serve(model, "");
    String settings = "{\"prompt\":\"the \",\"temperature\":0.7,\"topP\":0.9,\"seed\":5,";
    StringBuilder written = new StringBuilder();
    int[] cuts = {0, 1, 33, 60};
    for (int i = 0; i + 1 < cuts.length; i++) {
      Map<String, Object> some =
          post(
              "/api/write",
              settings + "\"from\":" + cuts[i] + ",\"count\":" + (cuts[i + 1] - cuts[i]) + "}");
      for (Object step : list(some.get("steps"))) {
        written.append(object(step).get("text"));
        double sum = 0;
        int drawn = 0;
        for (Object choice : list(object(step).get("choices"))) {
          sum += number(object(choice).get("q"));
          drawn += object(choice).get("drawn").equals(true) ? 1 : 0;
        }
        assertThat(drawn).isEqualTo(1);
        assertThat(sum).isBetween(0.0, 1 + 1e-9);
      }
    }
    assertThat(written)
        .hasToString(
            Sampling.length(60).prime("the ").temperature(0.7).topP(0.9).seed(5).from(model));
    HttpResponse<String> unknown = asking.post("/api/write", "{\"prompt\":\"ß\"}");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("ß");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/values?revision=1&from=0&count=5&layer=2&signal=0&unit=0",
        "/api/values?revision=1&from=0&count=5&layer=0&signal=9&unit=0",
        "/api/values?revision=1&from=0&count=5&layer=0&signal=0&unit=-1",
        "/api/values?revision=1&from=0&count=99999&layer=0&signal=0&unit=0",
        "/api/values?revision=1&from=x&count=5&layer=0&signal=0&unit=0",
        "/api/values?revision=1&from=99&count=5&layer=0&signal=0&unit=0",
        "/api/values?from=0&count=5&layer=0&signal=0&unit=0",
        "/api/lines?revision=1&columns=0&from=0&count=1",
        "/api/token?revision=1&at=80&layer=0&signal=0",
      })
  void wrongValues_areRefusedWithWhatWouldDo(String path) throws Exception {
    serve(model(CellType.GRU), TEXT);
    HttpResponse<String> answer = asking.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("'");
  }

  @Test
  void damagedWeights_areToldOf() throws Exception {
    Model model = model(CellType.GRU);
    model.network().parameters().get("decoder.bias").value().set(0, 0, Double.NaN);
    model.network().parametersChanged();
    serve(model, TEXT);
    HttpResponse<String> answer = asking.get("/api/costs?revision=1&from=0&count=5");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("damaged");
  }

  @Test
  void savedPage_isSelfContained_andHasNoMarkupOfTheText() throws Exception {
    Model model = model(CellType.LSTM);
    serve(model, TEXT);
    String page =
        asking.get("/api/page?revision=1&from=0&to=99&kind=unit&layer=1&signal=1&unit=3").body();
    assertThat(page).contains("c of unit 3, layer 2").doesNotContain("<script", "http:", "https:");
    String shown =
        page.replaceAll("(?s).*<p class=\"text\">(.*)</p>.*", "$1").replaceAll("<[^>]*>", "");
    assertThat(shown.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\""))
        .isEqualTo(TEXT.replace("\n", "↵\n").replace("\t", "⇥"));
    Reading reading = new Reading(model, ReadText.of(model, TEXT));
    String first = String.format(Locale.ROOT, "c %.4f; then", reading.at(0).value(0, 1, 1, 3));
    assertThat(page).contains("title=\"t: no cost, " + first);
    String title = new SavedPage("<s>", "\"<i>", reading, Shade.COST).of(0, 5);
    assertThat(title).contains("&lt;s&gt;").doesNotContain("<s>", "<i>");
  }

  @Test
  void shade_isReadAsItIsWritten() {
    Model model = model(CellType.LSTM);
    NetworkConfig config = model.network().config();
    for (String text : List.of("cost", "1:h:0", "2:c:8", "1:f:3")) {
      assertThat(Shade.parse(text, model).text(config)).isEqualTo(text);
    }
    for (String text : List.of("", "h", "0:h:0", "3:h:0", "1:z:0", "1:h:9", "1:h:-1", "1:h:x")) {
      assertThatThrownBy(() -> Shade.parse(text, model))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("signals h, c, i, f, g, o, and units 0 to 8");
    }
  }
}
