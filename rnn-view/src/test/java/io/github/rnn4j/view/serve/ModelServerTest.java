// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.Calibration;
import io.github.rnn4j.sampling.Matching;
import io.github.rnn4j.sampling.RecordGenerator;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.sampling.WrittenRecord;
import io.github.rnn4j.scoring.RecordClassifier;
import io.github.rnn4j.scoring.RecordClassifier.Classification;
import io.github.rnn4j.scoring.RecordScore;
import io.github.rnn4j.scoring.RecordScorer;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.view.http.Asking;
import io.github.rnn4j.view.http.JdkServerSettings;
import io.github.rnn4j.view.http.Raw;
import io.github.rnn4j.view.http.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class ModelServerTest {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final Model TEXT = TestModels.text();
  private static final Model BYTES = TestModels.bytes();
  private static final Model WORDS = TestModels.words();
  private static final Model RECORDS = TestModels.records();

  private static ModelServer server;
  private static Asking asking;

  @BeforeAll
  static void start() throws IOException {
    JdkServerSettings.apply();
    server =
        ModelServer.builder()
            .model("text", TEXT)
            .model("bytes", BYTES)
            .model("words", WORDS)
            .model("records", RECORDS)
            .model("plain", TestModels.plainRecords())
            .model("damaged", TestModels.damaged())
            .threads(2)
            .start();
    asking = new Asking(server.address());
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static String post(String path, String json) throws IOException, InterruptedException {
    HttpResponse<String> answer = asking.post(path, quoted(json));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  private static JsonNode json(String path, String json) throws IOException, InterruptedException {
    return JSON.readTree(post(path, json));
  }

  // ------------------------------------------------------------------------------------- sample

  @Test
  void sample_drawsWhatTheLibraryDraws_whateverTheOptions() throws Exception {
    Sampling how = Sampling.length(80).seed(42);
    check("{'length':80,'seed':42}", how, "");
    check("{'length':80,'seed':42,'prime':'abé😀'}", how.prime("abé😀"), "");
    check("{'length':80,'seed':-7,'temperature':0.3}", how.seed(-7).temperature(0.3), "");
    check("{'length':80,'seed':42,'top_k':3,'top_p':0.9}", how.topK(3).topP(0.9), "");
    check("{'length':80,'seed':42,'min_p':0.2}", how.minP(0.2), "");
    check(
        "{'length':80,'seed':42,'repetition_penalty':1.5,'repetition_window':9}",
        how.repetitionPenalty(1.5, 9),
        "");
    check("{'length':80,'seed':42,'stop':'ab'}", how.stop("ab"), "");
    check(
        "{'length':80,'seed':42,'prime':'a','matching':'a[bc]{3,9}'}",
        how.prime("a").matching(Matching.of("a[bc]{3,9}", TEXT)),
        "match");
  }

  private static void check(String body, Sampling how, String finish) throws Exception {
    JsonNode answer =
        json("/v1/models/text/sample", body.replaceFirst("^\\{", "{'count':3,'first':2,"));
    assertThat(answer.get("model").asText()).isEqualTo("text");
    assertThat(answer.get("samples")).hasSize(3);
    for (int i = 0; i < 3; i++) {
      JsonNode sample = answer.get("samples").get(i);
      assertThat(sample.get("number").asLong()).isEqualTo(2 + i);
      String text = how.numbered(TEXT, 2 + i);
      assertThat(sample.get("text").asText()).as(body).isEqualTo(text);
      String expected = text.codePointCount(0, text.length()) == 80 ? "length" : "stop";
      assertThat(sample.get("finish").asText()).isEqualTo(finish.isEmpty() ? expected : finish);
    }
  }

  @Test
  void sample_ofBytes_givesTheVeryBytes() throws Exception {
    JsonNode sample =
        json("/v1/models/bytes/sample", "{'length':200,'seed':3,'prime':'é'}").at("/samples/0");
    byte[] bytes = Sampling.length(200).seed(3).prime("é").bytes(BYTES, 0);
    assertThat(Base64.getDecoder().decode(sample.get("base64").asText())).isEqualTo(bytes);
    assertThat(sample.get("text").asText()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    String prime = Base64.getEncoder().encodeToString("é".getBytes(StandardCharsets.UTF_8));
    assertThat(
            json(
                    "/v1/models/bytes/sample",
                    "{'length':200,'seed':3,'prime_base64':'" + prime + "'}")
                .at("/samples/0"))
        .isEqualTo(sample);
    assertThat(streamed("bytes", "{'length':200,'seed':3,'prime':'é','stream':true}"))
        .isEqualTo(sample.get("text").asText());
  }

  @Test
  void sample_ofWords_isTextOfWords() throws Exception {
    assertThat(
            json("/v1/models/words/sample", "{'length':30,'seed':5,'prime':'the cat'}")
                .at("/samples/0/text")
                .asText())
        .isEqualTo(Sampling.length(30).seed(5).prime("the cat").from(WORDS));
  }

  @Test
  void sample_withoutASeed_tellsTheOneThatDrawsItAgain() throws Exception {
    JsonNode answer = json("/v1/models/text/sample", "{'length':40}");
    long seed = answer.get("seed").asLong();
    assertThat(json("/v1/models/text/sample", "{'length':40,'seed':" + seed + "}"))
        .isEqualTo(answer);
    assertThat(answer.at("/samples/0/text").asText())
        .isEqualTo(Sampling.length(40).seed(seed).from(TEXT));
  }

  @Test
  void sample_ofRecords_drawsThoseOfTheLibrary() throws Exception {
    String body =
        "{'length':50,'seed':9,'count':12,'first':3,'prime':'a','novel':true,'unique':true}";
    JsonNode answer = json("/v1/models/records/sample", body);
    RecordGenerator generator =
        Sampling.length(50)
            .seed(9)
            .prime("a")
            .records()
            .novel()
            .unique()
            .generator(RECORDS)
            .from(3);
    RecordScorer scorer = new RecordScorer(RECORDS);
    for (JsonNode sample : answer.get("samples")) {
      WrittenRecord record = generator.next().orElseThrow();
      assertThat(sample.get("text").asText()).isEqualTo(record.text());
      assertThat(sample.get("number").asLong()).isEqualTo(generator.stream());
      assertThat(sample.get("label").asText()).isEqualTo(record.labelName(RECORDS).orElseThrow());
      assertThat(sample.get("finish").asText()).isEqualTo(record.whole() ? "border" : "length");
      assertThat(sample.get("known").asBoolean()).isFalse();
      assertThat(new BigDecimal(sample.get("nats").asText()))
          .isEqualByComparingTo(scorer.score(record.scored(RECORDS)).total().exactNats());
    }
    assertThat(answer.get("samples")).hasSize(12);
    JsonNode right = json("/v1/models/records/sample", "{'count':5,'seed':1,'label':'right'}");
    right.get("samples").forEach(s -> assertThat(s.get("label").asText()).isEqualTo("right"));
  }

  // ------------------------------------------------------------------------------------- streams

  private static String streamed(String model, String body) throws Exception {
    StringBuilder text = new StringBuilder();
    String[] lines = post("/v1/models/" + model + "/sample", body).split("\n");
    for (String line : lines) {
      text.append(
          JSON.readTree(line).path("finish").isMissingNode()
              ? JSON.readTree(line).path("text").asText()
              : "");
    }
    assertThat(JSON.readTree(lines[lines.length - 1]).get("done").asBoolean()).isTrue();
    return text.toString();
  }

  @Test
  void stream_isTheSameText_inLinesAndAsEvents() throws Exception {
    String body = "{'length':300,'seed':8,'stop':'zz'}".replace("zz", "ccc");
    String whole = json("/v1/models/text/sample", body).at("/samples/0/text").asText();
    assertThat(streamed("text", body.replace("{", "{'stream':true,"))).isEqualTo(whole);
    HttpResponse<String> events =
        asking.send(
            asking
                .request("/v1/models/text/sample")
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(quoted(body))));
    assertThat(events.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    StringBuilder text = new StringBuilder();
    for (String event : events.body().split("\n\n")) {
      assertThat(event).startsWith("data: ").doesNotContain("\n");
      text.append(JSON.readTree(event.substring(6)).path("text").asText());
    }
    assertThat(text).hasToString(whole);
  }

  @Test
  void stream_ofRecords_isARecordALine() throws Exception {
    String body = "{'count':7,'seed':4,'length':20}";
    JsonNode whole = json("/v1/models/records/sample", body).get("samples");
    String[] lines =
        post("/v1/models/records/sample", body.replace("{", "{'stream':true,")).split("\n");
    assertThat(lines).hasSize(8);
    for (int i = 0; i < 7; i++) {
      assertThat(JSON.readTree(lines[i])).isEqualTo(whole.get(i));
    }
  }

  @Test
  void stream_comesAsItIsDrawn_andEndsWhenNobodyListens() throws Exception {
    try (ModelServer one = single(new ServeLimits(1L << 40, 9, Duration.ofMinutes(5), 1))) {
      Asking other = new Asking(one.address());
      try (Raw raw = new Raw(one.address())) {
        send(raw, "{\"length\":1000000000000,\"stream\":true}");
        assertThat(raw.head()).startsWith("HTTP/1.1 200");
        new BufferedReader(
                new InputStreamReader(raw.socket().getInputStream(), StandardCharsets.UTF_8))
            .readLine();
        HttpResponse<String> busy = other.post("/v1/models/text/sample", "{}");
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(busy.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(busy.body()).contains("\"busy\"");
        assertThat(other.get("/health").statusCode()).isEqualTo(200);
      }
      while (other.post("/v1/models/text/sample", "{}").statusCode() == 503) {
        Thread.onSpinWait();
      }
    }
  }

  private static void send(Raw raw, String body) throws IOException {
    raw.lines(
            "POST /v1/models/text/sample HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            "Content-Length: " + body.length(),
            "")
        .send(body);
  }

  private static ModelServer single(ServeLimits limits) throws IOException {
    return ModelServer.builder().model("text", TEXT).limits(limits).threads(1).start();
  }

  @Test
  void time_thatRunsOut_isToldAndNothingIsShortened() throws Exception {
    try (ModelServer one = single(new ServeLimits(1L << 40, 9, Duration.ofMillis(50), 4))) {
      Asking other = new Asking(one.address());
      HttpResponse<String> answer =
          other.post("/v1/models/text/sample", "{\"length\":1000000000000}");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("too-slow").contains("0.05 seconds");
      String[] lines =
          other
              .post("/v1/models/text/sample", "{\"length\":1000000000000,\"stream\":true}")
              .body()
              .split("\n");
      assertThat(lines[lines.length - 1]).contains("too-slow");
      assertThat(lines[0]).contains("\"text\"");
    }
  }

  @Test
  void time_thatRunsOut_endsEveryCall() throws Exception {
    try (ModelServer one =
        ModelServer.builder()
            .model("records", RECORDS)
            .model("text", TEXT)
            .limits(new ServeLimits(100, 9, Duration.ofNanos(1), 4))
            .start()) {
      Asking other = new Asking(one.address());
      for (String call :
          List.of(
              "text/sample {'length':5}",
              "records/sample {'length':5}",
              "text/score {'texts':['abc']}",
              "records/score {'texts':['abc']}",
              "records/detect {'records':['abc']}",
              "records/classify {'records':['abc']}",
              "records/classify {'records':['abc'],'priors':{'left':1,'right':1}}")) {
        String[] parts = call.split(" ", 2);
        HttpResponse<String> answer = other.post("/v1/models/" + parts[0], quoted(parts[1]));
        assertThat(answer.statusCode()).as(call).isEqualTo(503);
        assertThat(answer.body()).contains("too-slow");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
      }
      HttpResponse<String> tooLong =
          other.post("/v1/models/records/sample", "{\"prime\":\"" + "ab".repeat(20) + "\"}");
      assertThat(tooLong.statusCode()).isEqualTo(400);
      assertThat(tooLong.body()).contains("'prime' takes 120 tokens");
    }
  }

  @Test
  void manyRecords_areWorkedOnInPortions_withTheResultsInTheirOrder() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      texts.add("abc".repeat(1 + i % 60));
    }
    JsonNode detected =
        json("/v1/models/records/detect", "{'records':" + array(texts) + "}").get("records");
    JsonNode classified =
        json("/v1/models/records/classify", "{'records':" + array(texts) + "}").get("records");
    RecordScorer scorer = new RecordScorer(RECORDS);
    RecordClassifier classifier = new RecordClassifier(RECORDS);
    assertThat(classified).hasSize(texts.size());
    for (int i = 0; i < texts.size(); i += 37) {
      assertThat(detected.get(i).get("nats").decimalValue())
          .isEqualByComparingTo(
              scorer.score(RECORDS.vocabulary().encode(texts.get(i))).total().exactNats());
      compare(classified.get(i), classifier.classify(texts.get(i)));
    }
  }

  // -------------------------------------------------------------------- score, detect, classify

  @Test
  void score_isThatOfTheLibrary_andItsTokensSumUp() throws Exception {
    List<String> texts = List.of("abc é😀", "a", "", "ddd\nabc");
    JsonNode scores =
        json("/v1/models/text/score", "{'tokens':true,'texts':" + array(texts) + "}").get("scores");
    for (int i = 0; i < texts.size(); i++) {
      Score score = Score.of(TEXT, texts.get(i));
      JsonNode told = scores.get(i);
      assertThat(new BigDecimal(told.get("nats").asText())).isEqualByComparingTo(score.exactNats());
      assertThat(told.get("predictions").asLong()).isEqualTo(score.characters());
      assertThat(told.get("bits").asDouble()).isEqualTo(score.bits());
      assertThat(told.has("nats_per_prediction")).isEqualTo(score.characters() > 0);
      StringBuilder joined = new StringBuilder();
      BigDecimal sum = BigDecimal.ZERO;
      for (JsonNode token : told.get("tokens")) {
        joined.append(token.get("text").asText());
        sum = sum.add(new BigDecimal(token.path("nats").asText("0")));
      }
      assertThat(joined).hasToString(texts.get(i));
      assertThat(sum).isEqualByComparingTo(score.exactNats());
    }
  }

  @Test
  void score_ofRecordsAndOfBytes_countsTheBorderAndTheUnseen() throws Exception {
    JsonNode scores =
        json("/v1/models/records/score", "{'texts':['abc','axb',''],'tokens':true}").get("scores");
    RecordScorer scorer = new RecordScorer(RECORDS);
    for (int i = 0; i < 3; i++) {
      String text = List.of("abc", "axb", "").get(i);
      RecordScore score = scorer.score(RECORDS.vocabulary().encodeMarking(text));
      assertThat(new BigDecimal(scores.get(i).get("nats").asText()))
          .isEqualByComparingTo(score.total().exactNats());
      assertThat(scores.get(i).get("tokens")).hasSize(text.length() + 1);
      assertThat(scores.get(i).at("/tokens/" + text.length() + "/border").asBoolean()).isTrue();
    }
    assertThat(scores.get(1).get("unseen").asInt()).isEqualTo(1);
    assertThat(scores.get(1).at("/tokens/1/text").asText()).isEqualTo("x");
    JsonNode bytes =
        json("/v1/models/bytes/score", "{'texts':['é'],'tokens':true}").at("/scores/0");
    assertThat(bytes.at("/tokens/0/byte").asInt()).isEqualTo(0xC3);
    assertThat(bytes.at("/tokens/1/nats").decimalValue())
        .isEqualByComparingTo(Score.of(BYTES, "é").exactNats());
  }

  @Test
  void detect_judgesAsTheCalibrationDoes() throws Exception {
    List<String> texts = List.of("abc", "ccccccccccccccccc", "xyz", "a");
    JsonNode records =
        json(
                "/v1/models/records/detect",
                "{'by':'total','false_alarms':0.1,'records':" + array(texts) + "}")
            .get("records");
    Calibration calibration = RECORDS.calibration().orElseThrow();
    RecordScorer scorer = new RecordScorer(RECORDS);
    for (int i = 0; i < texts.size(); i++) {
      RecordScore score = scorer.score(RECORDS.vocabulary().encodeMarking(texts.get(i)));
      double p =
          calibration.pValue(
              Calibration.Measure.TOTAL, score.total().nanonats(), score.total().characters());
      JsonNode told = records.get(i);
      assertThat(told.get("p").asDouble()).isEqualTo(p);
      assertThat(told.get("strange").asBoolean()).isEqualTo(p <= 0.1);
      assertThat(told.get("place").asInt()).isEqualTo(score.mostSurprising());
    }
    assertThat(records.get(2).get("unseen").asInt()).isEqualTo(3);
    assertThat(records.get(2).get("strange").asBoolean()).isTrue();
  }

  @Test
  void classify_isBayesWithTheLibrary() throws Exception {
    List<String> texts = List.of("abc", "cccc", "b");
    JsonNode records =
        json("/v1/models/records/classify", "{'records':" + array(texts) + "}").get("records");
    JsonNode others =
        json(
                "/v1/models/records/classify",
                "{'priors':{'right':9,'left':1},'records':" + array(texts) + "}")
            .get("records");
    RecordClassifier classifier = new RecordClassifier(RECORDS);
    RecordClassifier other = new RecordClassifier(RECORDS).priors(1, 9);
    for (int i = 0; i < texts.size(); i++) {
      compare(records.get(i), classifier.classify(texts.get(i)));
      compare(others.get(i), other.classify(texts.get(i)));
    }
  }

  private static void compare(JsonNode told, Classification expected) {
    List<String> names = RECORDS.requireLabels().names();
    assertThat(told.get("label").asText()).isEqualTo(names.get(expected.best()));
    for (int k = 0; k < names.size(); k++) {
      assertThat(told.get("probabilities").get(names.get(k)).asDouble())
          .isEqualTo(expected.probabilities()[k], within(0.0));
    }
  }

  private static String array(List<String> texts) throws IOException {
    return JSON.writeValueAsString(texts);
  }

  // ------------------------------------------------------------------------------------ refusals

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v1/models/none/sample | {} | 404 | unknown-model | text, bytes, words",
        "/v1/models/text/none | {} | 404 | unknown-path | nothing",
        "/v1/models/text/sample | { | 400 | bad-json | line 1",
        "/v1/models/text/sample | {'lenght':1} | 400 | bad-request | 'lenght'",
        "/v1/models/text/sample | {'length':-1} | 400 | bad-request | from 0 to 100000",
        "/v1/models/text/sample | {'length':1.5} | 400 | bad-request | whole number",
        "/v1/models/text/sample | {'length':100000,'count':2} | 400 | bad-request | 200000",
        "/v1/models/text/sample | {'temperature':'hot'} | 400 | bad-request | it is \"hot\"",
        "/v1/models/text/sample | {'temperature':-1} | 400 | bad-request | from 0",
        "/v1/models/text/sample | {'repetition_penalty':0} | 400 | bad-request | positive",
        "/v1/models/text/sample | {'prime':'xyz'} | 400 | bad-request | x",
        "/v1/models/text/sample | {'stop':''} | 400 | bad-request | at least one",
        "/v1/models/text/sample | {'matching':'a('} | 400 | bad-request | a(",
        "/v1/models/text/sample | {'matching':'a','stop':'b'} | 400 | bad-request | leave out",
        "/v1/models/text/sample | {'matching':'x+'} | 400 | bad-request | never seen",
        "/v1/models/text/sample | {'novel':true} | 400 | bad-request | continuous text",
        "/v1/models/text/sample | {'prime_base64':'AA=='} | 400 | bad-request | models of bytes",
        "/v1/models/bytes/sample | {'prime_base64':'!'} | 400 | bad-request | base64",
        "/v1/models/plain/sample | {'novel':true} | 400 | bad-request | remember",
        "/v1/models/plain/sample | {'label':'x'} | 400 | bad-request | labels",
        "/v1/models/plain/sample | {'stop':'x'} | 400 | bad-request | end by themselves",
        "/v1/models/plain/sample | {'prime':'x\\ny'} | 400 | bad-request | border",
        "/v1/models/plain/sample | {'matching':'x','unique':true,'count':2,'seed':1} | 422 |"
            + " no-more-records | 1 of 2",
        "/v1/models/text/score | {} | 400 | bad-request | 'texts' is missing",
        "/v1/models/text/score | {'texts':['a','x']} | 400 | bad-request | 'texts'[1]",
        "/v1/models/text/score | {'texts':[1]} | 400 | bad-request | 'texts'[0]",
        "/v1/models/records/score | {'texts':['a\\nb']} | 400 | bad-request | border",
        "/v1/models/text/detect | {'records':['a']} | 422 | unfit-model | continuous text",
        "/v1/models/plain/detect | {'records':['x']} | 422 | unfit-model | calibrated",
        "/v1/models/records/detect | {'records':['a'],'by':'max'} | 400 | bad-request | \"max\"",
        "/v1/models/records/detect | {'records':['a'],'false_alarms':0.0001} | 400 | bad-request |"
            + " 200",
        "/v1/models/plain/classify | {'records':['x']} | 422 | unfit-model | labels",
        "/v1/models/records/classify | {'records':['a'],'priors':{'left':1}} | 400 | bad-request |"
            + " right",
        "/v1/models/damaged/sample | {'length':5} | 500 | damaged-model | damaged",
        "/v1/models/damaged/score | {'texts':['abc']} | 500 | damaged-model | damaged",
      })
  void wrongRequest_isToldTheCauseTheValuesAndTheRemedy(
      String path, String body, int status, String code, String part) throws Exception {
    HttpResponse<String> answer = asking.post(path, quoted(body));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode error = JSON.readTree(answer.body()).get("error");
    assertThat(error.get("code").asText()).isEqualTo(code);
    assertThat(error.get("message").asText()).contains(part).doesNotContain("\n");
  }

  @Test
  void damagedModel_endsAStreamWithTheError() throws Exception {
    String answer = asking.post("/v1/models/damaged/sample", "{\"stream\":true}").body();
    assertThat(JSON.readTree(answer.strip()).at("/error/code").asText()).isEqualTo("damaged-model");
  }

  @Test
  void names_areRefusedTwiceOrWrong() {
    assertThatThrownBy(() -> ModelServer.builder().model("a", TEXT).model("a", WORDS))
        .hasMessageContaining("'a'");
    assertThatThrownBy(() -> ModelServer.builder().model("../a", TEXT))
        .hasMessageContaining("'../a'");
    assertThatThrownBy(() -> ModelServer.builder().start()).hasMessageContaining("without a model");
    assertThatThrownBy(() -> ModelServer.builder().model("a", TEXT).host("0.0.0.0").start())
        .hasMessageContaining("token");
  }

  @Test
  void token_keepsAllButHealth() throws Exception {
    String secret = "s".repeat(32);
    try (ModelServer one =
        ModelServer.builder().model("text", TEXT).token(Token.of(secret)).start()) {
      Asking other = new Asking(one.address());
      assertThat(other.get("/health").statusCode()).isEqualTo(200);
      for (String path : List.of("/", "/metrics", "/v1/models", "/openapi.json")) {
        assertThat(other.get(path).statusCode()).as(path).isEqualTo(401);
        assertThat(
                other
                    .send(other.request(path).header("Authorization", "Bearer " + secret))
                    .statusCode())
            .isEqualTo(200);
      }
      assertThat(other.post("/v1/models/text/sample", "{}").statusCode()).isEqualTo(401);
    }
  }

  // --------------------------------------------------------------------------------- many at once

  @Test
  void sixtyFourAtOnce_getWhatEachGetsAlone() throws Exception {
    List<String[]> asked = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      asked.add(
          switch (i % 8) {
            case 0 -> new String[] {"/v1/models/records/sample", "{'count':5,'seed':" + i + "}"};
            case 1 ->
                new String[] {
                  "/v1/models/bytes/sample", "{'length':60,'temperature':0.8,'seed':" + i + "}"
                };
            case 2 -> new String[] {"/v1/models/records/score", "{'texts':['ab','cab']}"};
            case 3 ->
                new String[] {
                  "/v1/models/records/detect", "{'records':['" + "ab".repeat(i) + "']}"
                };
            case 4 ->
                new String[] {
                  "/v1/models/records/classify", "{'records':['" + "ca".repeat(i) + "','b']}"
                };
            case 5 ->
                new String[] {"/v1/models/text/score", "{'texts':['" + "abc".repeat(i) + "']}"};
            default ->
                new String[] {
                  "/v1/models/text/sample", "{'length':" + 2 * i + ",'seed':" + i + "}"
                };
          });
    }
    List<String> alone = new ArrayList<>();
    for (String[] one : asked) {
      alone.add(post(one[0], one[1]));
    }
    ExecutorService pool = Executors.newFixedThreadPool(64);
    List<Future<List<String>>> together = new ArrayList<>();
    for (String[] one : asked) {
      together.add(
          pool.submit(
              () -> {
                List<String> answers = new ArrayList<>();
                for (int repeat = 0; repeat < 3; repeat++) {
                  answers.add(post(one[0], one[1]));
                }
                return answers;
              }));
    }
    for (int i = 0; i < asked.size(); i++) {
      assertThat(together.get(i).get()).as(asked.get(i)[1]).containsOnly(alone.get(i)).hasSize(3);
    }
    pool.shutdown();
  }

  @Test
  void close_finishesWhatIsBeingDrawn() throws Exception {
    ModelServer one = single(ServeLimits.USUAL);
    try (Raw raw = new Raw(one.address())) {
      send(raw, "{\"length\":100000,\"seed\":6,\"stream\":true}");
      raw.head();
      CompletableFuture<Boolean> closed =
          CompletableFuture.supplyAsync(() -> one.close(Duration.ofSeconds(120)));
      assertThat(raw.rest()).contains("\"done\":true").endsWith("0\r\n\r\n");
      assertThat(closed.get()).isTrue();
    }
  }

  @Test
  void metrics_countWhatWasDone() throws Exception {
    try (ModelServer one = single(ServeLimits.USUAL)) {
      Asking other = new Asking(one.address());
      other.post("/v1/models/text/sample", "{\"length\":10,\"prime\":\"abc\"}");
      other.post("/v1/models/text/sample", "{\"length\":-1}");
      other.post("/v1/models/none/sample", "{}");
      other.post("/v1/models/text/score", "{\"texts\":[\"abcd\"]}");
      other.get("/never/seen");
      HttpResponse<String> answer = other.get("/metrics");
      // A request is counted when all of its answer was sent.
      while (!answer.body().contains("route=\"none\"")
          || !answer.body().contains("rnn_tokens_scored_total{model=\"text\"} 3")) {
        answer = other.get("/metrics");
      }
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      String route = "{route=\"/v1/models/{name}/sample\",method=\"POST\",status=";
      assertThat(answer.body().lines())
          .contains(
              "# TYPE rnn_http_request_seconds histogram",
              "rnn_http_requests_total" + route + "\"200\"} 1",
              "rnn_http_requests_total" + route + "\"400\"} 1",
              "rnn_http_requests_total" + route + "\"404\"} 1",
              "rnn_http_requests_total{route=\"none\",method=\"GET\",status=\"404\"} 1",
              "rnn_http_request_seconds_count{route=\"/v1/models/{name}/sample\"} 3",
              "rnn_tokens_read_total{model=\"text\"} 13",
              "rnn_tokens_scored_total{model=\"text\"} 3",
              "rnn_requests_in_flight 0");
    }
  }
}
