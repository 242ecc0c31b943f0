package gripe.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import gripe.web.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The document, as a promise to be held against answers. A field that it does not name is a flaw too. */
final class OpenApi {
    private static final String PROBLEM = "application/problem+json";

    private final ObjectNode root;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<JsonNode, Schema> compiled = new HashMap<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            Dialects.getOpenApi30(),
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    record Operation(String method, String path, JsonNode definition) {
        String name() {
            return method + " " + path;
        }

        @Override
        public String toString() {
            return name();
        }
    }

    private OpenApi(ObjectNode root) {
        this.root = root;
        root.at("/components/schemas").forEach(schema -> {
            if (schema.has("properties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
        root.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        // Events have no end that could be waited for.
                        .filter(method -> !method.getValue().toString().contains("text/event-stream"))
                        .forEach(method ->
                                operations.add(new Operation(method.getKey(), path.getKey(), method.getValue()))));
    }

    static OpenApi read() throws IOException {
        return new OpenApi((ObjectNode) new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("../docs/openapi.yml").toFile()));
    }

    List<Operation> operations() {
        return operations;
    }

    JsonNode resolve(JsonNode schema) {
        return schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    /** In what the answer is not as promised. */
    List<String> flaws(Operation operation, Answer answer) {
        int status = answer.status();
        if (status >= 500) {
            return List.of("a failure");
        }
        String type = answer.header("Content-Type").replaceFirst(";.*", "");
        if (status >= 400
                && !(type.equals(PROBLEM)
                        && !answer.json().path("code").asText().isBlank())) {
            return List.of("no problem+json with a code");
        }
        JsonNode response = response(operation, status);
        if (response == null) {
            return List.of("status " + status + " is not in the document");
        }
        JsonNode content = response.path("content");
        if (content.isEmpty()) {
            return answer.body().isEmpty() ? List.of() : List.of("a body that is not in the document");
        }
        JsonNode schema = content.properties().stream()
                .filter(one -> one.getKey().replaceFirst(";.*", "").equals(type))
                .map(one -> one.getValue().get("schema"))
                .findFirst()
                .orElse(null);
        if (schema == null) {
            return List.of("type " + type + " is not in the document");
        }
        List<String> flaws = new ArrayList<>();
        if (type.endsWith("ndjson")) {
            answer.body().lines().forEach(line -> flaws.addAll(against(schema, Answer.json(line))));
        } else if (type.endsWith("json")) {
            flaws.addAll(against(schema, answer.json()));
        }
        return flaws;
    }

    private static @Nullable JsonNode response(Operation operation, int status) {
        JsonNode responses = operation.definition().get("responses");
        JsonNode exact = responses.get(Integer.toString(status));
        return exact != null ? exact : responses.get(status / 100 + "XX");
    }

    private List<String> against(JsonNode schema, JsonNode value) {
        return compiled
                .computeIfAbsent(schema, wanted -> {
                    ObjectNode whole = root.objectNode();
                    whole.putArray("allOf").add(wanted);
                    whole.set("components", root.get("components"));
                    return registry.getSchema(whole);
                })
                .validate(value)
                .stream()
                .map(Object::toString)
                .toList();
    }
}
