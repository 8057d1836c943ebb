// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rnn4j.view.http.Asking;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description of the API is what the server does. */
@Timeout(120)
class OpenApiTest {
  private static ModelServer server;
  private static Asking asking;
  private static Described described;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server =
        ModelServer.builder()
            .model("text", TestModels.text())
            .model("bytes", TestModels.bytes())
            .model("records", TestModels.records())
            .model("damaged", TestModels.damaged())
            .bodyBytes(10_000)
            .start();
    asking = new Asking(server.address());
    described = new Described(asking.get("/openapi.json").body());
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void schemas_areSchemas() {
    JsonNode schemas = described.document().at("/components/schemas");
    assertThat(schemas.size()).isGreaterThan(15);
    schemas
        .properties()
        .forEach(
            schema ->
                assertThat(described.schemaErrors(schema.getValue()))
                    .as(schema.getKey())
                    .isEmpty());
    assertThat(described.document().get("openapi").asText()).isEqualTo("3.1.0");
  }

  @Test
  void paths_areThoseOfTheServer() throws Exception {
    for (Map.Entry<String, JsonNode> path : described.document().get("paths").properties()) {
      String real = path.getKey().replace("{name}", "text");
      for (String method : List.of("get", "post", "put", "delete", "patch", "options")) {
        HttpRequest.BodyPublisher none = HttpRequest.BodyPublishers.noBody();
        int status =
            asking.send(asking.request(real).method(method.toUpperCase(), none)).statusCode();
        if (path.getValue().has(method)) {
          assertThat(status).as(method + real).isNotIn(404, 405);
        } else {
          assertThat(status).as(method + real).isEqualTo(405);
        }
      }
    }
  }

  /** What the server names as known fields in its message is what the description has. */
  @ParameterizedTest
  @CsvSource({"sample", "score", "detect", "classify"})
  void fields_areThoseThatTheServerTakes(String call) throws Exception {
    String path = "/v1/models/{name}/" + call;
    JsonNode schema =
        described.document().at(described.request(path).get("$ref").asText().substring(1));
    TreeSet<String> names = new TreeSet<>();
    schema.get("properties").fieldNames().forEachRemaining(names::add);
    HttpResponse<String> answer = asking.post(path.replace("{name}", "records"), "{\"no\":1}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(names.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "get | / | 200 | ",
        "get | /health | 200 | ",
        "get | /metrics | 200 | ",
        "get | /openapi.json | 200 | ",
        "get | /v1/models | 200 | ",
        "get | /v1/models/text | 200 | ",
        "get | /v1/models/none | 404 | ",
        "post | /v1/models/text/sample | 200 | {}",
        "post | /v1/models/text/sample | 200 |"
            + " {'length':9,'stop':'ab','prime':'a','top_k':2,'seed':1}",
        "post | /v1/models/text/sample | 200 | {'length':9,'stream':true,'count':2}",
        "post | /v1/models/text/sample | 200 | {'length':9,'matching':'a+','stream':false}",
        "post | /v1/models/bytes/sample | 200 |"
            + " {'length':9,'temperature':0.5,'min_p':0.1,'top_p':0.9}",
        "post | /v1/models/records/sample | 200 |"
            + " {'count':3,'novel':true,'unique':true,'label':'left'}",
        "post | /v1/models/records/sample | 200 | {'count':3,'stream':true}",
        "post | /v1/models/damaged/sample | 200 | {'stream':true}",
        "post | /v1/models/text/score | 200 | {'texts':['','a','abc'],'tokens':true}",
        "post | /v1/models/bytes/score | 200 | {'texts':['é'],'tokens':true}",
        "post | /v1/models/records/score | 200 | {'texts':['abx',''],'tokens':true}",
        "post | /v1/models/records/detect | 200 |"
            + " {'records':['ab','x'],'false_alarms':0.5,'by':'total'}",
        "post | /v1/models/records/classify | 200 |"
            + " {'records':['ab'],'priors':{'left':1,'right':3}}",
        "post | /v1/models/none/sample | 404 | {}",
        "post | /v1/models/text/detect | 422 | {'records':['a']}",
        "post | /v1/models/damaged/sample | 500 | {}",
      })
  void answer_isAsDescribed_andWhatWasTaken(String method, String path, int status, String body)
      throws Exception {
    String pattern = path.replaceFirst("^/v1/models/[a-z]+", "/v1/models/{name}");
    HttpResponse<String> answer =
        method.equals("get") ? asking.get(path) : asking.post(path, body.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    checkAnswer(pattern, method, answer);
    if (method.equals("post")) {
      assertThat(described.errors(described.request(pattern), body.replace('\'', '"')))
          .as("what the server takes is what may be sent")
          .isEmpty();
    }
  }

  private static void checkAnswer(String path, String method, HttpResponse<String> answer) {
    JsonNode response = described.response(path, method, answer.statusCode());
    assertThat(response.isMissingNode()).as("status %d", answer.statusCode()).isFalse();
    String type = answer.headers().firstValue("Content-Type").orElseThrow().split(";")[0];
    JsonNode schema = response.path("content").path(type).path("schema");
    assertThat(schema.isMissingNode()).as(type).isFalse();
    if (type.equals("text/plain")) {
      return;
    }
    for (String value :
        type.equals("application/x-ndjson")
            ? answer.body().split("\n")
            : new String[] {answer.body()}) {
      assertThat(described.errors(schema, value)).as(value).isEmpty();
    }
  }

  /** What the server refuses for its values, the description does not allow either. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sample | {'length':-1}",
        "sample | {'length':1.5}",
        "sample | {'length':'5'}",
        "sample | {'count':0}",
        "sample | {'first':-1}",
        "sample | {'temperature':-0.1}",
        "sample | {'top_k':0}",
        "sample | {'top_p':1.1}",
        "sample | {'min_p':-0.1}",
        "sample | {'repetition_penalty':0}",
        "sample | {'repetition_window':0}",
        "sample | {'stop':''}",
        "sample | {'stream':1}",
        "sample | {'unknown':1}",
        "sample | []",
        "score | {}",
        "score | {'texts':[]}",
        "score | {'texts':'a'}",
        "detect | {'records':['a'],'by':'most'}",
        "detect | {'records':['a'],'false_alarms':2}",
        "classify | {'records':['a'],'priors':{'left':0,'right':1}}",
        "classify | {'records':['a'],'priors':[1]}",
      })
  void refusedValues_areNotDescribedAsAllowed(String call, String body) throws Exception {
    String path = "/v1/models/{name}/" + call;
    String model = body.contains("stop") ? "text" : "records";
    HttpResponse<String> answer =
        asking.post(path.replace("{name}", model), body.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    checkAnswer(path, "post", answer);
    assertThat(described.errors(described.request(path), body.replace('\'', '"'))).isNotEmpty();
  }

  @Test
  void refusals_areDescribed() throws Exception {
    String path = "/v1/models/{name}/sample";
    String real = "/v1/models/text/sample";
    checkAnswer(path, "post", asking.send(asking.request(real).DELETE()));
    checkAnswer(path, "post", asking.post(real, "{\"prime\":\"" + "a".repeat(20_000) + "\"}"));
    checkAnswer(
        path,
        "post",
        asking.send(asking.request(real).POST(HttpRequest.BodyPublishers.ofString("{}"))));
    checkAnswer(
        path,
        "post",
        asking.send(
            asking
                .request(real)
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))));
  }
}
