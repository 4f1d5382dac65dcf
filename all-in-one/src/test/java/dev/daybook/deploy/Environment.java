package dev.daybook.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.deploy.Manifests.Workload;
import dev.daybook.structure.Programs;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a workload's container finds in its environment, as Kubernetes makes it.
 *
 * @param values with a stand-in for what comes out of a secret
 * @param auxiliary names that others are made of, by {@code $(NAME)}
 */
record Environment(Map<String, String> values, Set<String> auxiliary, List<String> faults) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");
    private static final String FROM_A_SECRET = "from-a-secret";

    static Environment of(Manifests manifests, Workload workload) {
        Environment environment =
                new Environment(new LinkedHashMap<>(), new LinkedHashSet<>(), new java.util.ArrayList<>());
        for (JsonNode from : workload.container().path("envFrom")) {
            String map = from.at("/configMapRef/name").asText();
            manifests
                    .kind("ConfigMap")
                    .filter(candidate -> Manifests.nameOf(candidate).equals(map))
                    .findFirst()
                    .ifPresentOrElse(
                            found -> found.path("data")
                                    .properties()
                                    .forEach(entry -> environment.values.put(
                                            entry.getKey(), entry.getValue().asText())),
                            () -> environment.faults.add(workload.name() + ": there is no ConfigMap " + map));
        }
        for (JsonNode variable : workload.container().path("env")) {
            environment.add(workload, variable);
        }
        return environment;
    }

    private void add(Workload workload, JsonNode variable) {
        String name = variable.path("name").asText();
        JsonNode from = variable.path("valueFrom");
        if (from.has("secretKeyRef")) {
            values.put(name, FROM_A_SECRET);
        } else if (from.has("fieldRef")) {
            String field = from.at("/fieldRef/fieldPath").asText();
            values.put(name, field.equals("metadata.name") ? workload.name() + "-0" : "daybook");
        } else {
            values.put(name, expanded(workload, variable.path("value").asText()));
        }
    }

    /** Kubernetes knows only the names that stand above. */
    private String expanded(Workload workload, String text) {
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (reference.find()) {
            String value = values.get(reference.group(1));
            if (value == null) {
                faults.add(workload.name() + ": $(" + reference.group(1) + ") is not set above");
            }
            auxiliary.add(reference.group(1));
            reference.appendReplacement(expanded, Matcher.quoteReplacement(String.valueOf(value)));
        }
        reference.appendTail(expanded);
        return expanded.toString();
    }

    /** Which of Daybook's programs reads it. */
    static Programs program(Workload workload, Map<String, String> values) {
        String command = workload.container().path("args").toString();
        if (command.contains("TopicsCommand")) {
            return Programs.TOPICS;
        }
        if (command.contains("LedgerSchemaCommand")) {
            return Programs.LEDGER_SCHEMA;
        }
        String image = workload.container().path("image").asText().replaceFirst(":[^:/]*$", "");
        return switch (image.substring(image.lastIndexOf('/') + 1)) {
            case "ingest" ->
                "archive".equals(values.get("INGEST_ROLES")) ? Programs.INGEST_ARCHIVE : Programs.INGEST_API;
            case "processor" -> Programs.PROCESSOR;
            case "report" -> Programs.REPORT;
            default ->
                throw new AssertionError(workload.name() + " runs " + image + ", which is none of Daybook's images");
        };
    }
}
