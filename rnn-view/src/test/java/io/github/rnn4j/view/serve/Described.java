// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The description that a server gives of itself, and what it says about what was answered. */
final class Described {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final JsonNode document;
  private final Map<String, Schema> schemas = new HashMap<>();

  Described(String openApi) throws IOException {
    this.document = new ObjectMapper().readTree(openApi);
  }

  JsonNode document() {
    return document;
  }

  /** What is wrong with a schema of the description, as a schema. */
  List<Error> schemaErrors(JsonNode schema) {
    return registry.getSchema(SchemaLocation.of(DRAFT)).validate(schema);
  }

  /** What is wrong with a value, by a schema that is referred to. */
  List<Error> errors(JsonNode reference, String json) {
    return schemas
        .computeIfAbsent(reference.toString(), r -> schema(reference))
        .validate(json, InputFormat.JSON);
  }

  private Schema schema(JsonNode reference) {
    ObjectNode schema = reference.deepCopy();
    schema.put("$schema", DRAFT);
    schema.set("components", document.get("components"));
    return registry.getSchema(schema);
  }

  /** What the description says of an answer, the reference to a response followed. */
  JsonNode response(String path, String method, int status) {
    JsonNode response =
        document.at("/paths").path(path).path(method).path("responses").path("" + status);
    JsonNode reference = response.path("$ref");
    return reference.isMissingNode() ? response : document.at(reference.asText().substring(1));
  }

  /** The schema of what may be sent. */
  JsonNode request(String path) {
    return document
        .at("/paths")
        .path(path)
        .path("post")
        .at("/requestBody/content/application~1json/schema");
  }
}
