package dev.daybook.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Objects against the models that are made from Kubernetes' own API description: fields that there are not, fields that are
 * missing, and values of another type, such as a number where the API wants text.
 */
final class Schema {
    private interface Validation {
        void validate(JsonElement element) throws IOException;
    }

    private record Model(Class<?> type, Validation validation) {}

    /** It demands what is required while it reads. */
    private static final Gson GSON = JSON.getGson();
    /** It doesn't; a patch leaves out what it leaves as it is. */
    private static final Gson OF_PATCHES = new GsonBuilder()
            .registerTypeAdapter(OffsetDateTime.class, new JSON.OffsetDateTimeTypeAdapter())
            .create();

    private static final Map<String, Model> MODELS = Map.of(
            "v1 Namespace", new Model(V1Namespace.class, V1Namespace::validateJsonElement),
            "v1 ServiceAccount", new Model(V1ServiceAccount.class, V1ServiceAccount::validateJsonElement),
            "v1 ConfigMap", new Model(V1ConfigMap.class, V1ConfigMap::validateJsonElement),
            "v1 Service", new Model(V1Service.class, V1Service::validateJsonElement),
            "apps/v1 Deployment", new Model(V1Deployment.class, V1Deployment::validateJsonElement),
            "apps/v1 StatefulSet", new Model(V1StatefulSet.class, V1StatefulSet::validateJsonElement),
            "batch/v1 Job", new Model(V1Job.class, V1Job::validateJsonElement),
            "autoscaling/v2 HorizontalPodAutoscaler",
                    new Model(V2HorizontalPodAutoscaler.class, V2HorizontalPodAutoscaler::validateJsonElement),
            "policy/v1 PodDisruptionBudget",
                    new Model(V1PodDisruptionBudget.class, V1PodDisruptionBudget::validateJsonElement),
            "networking.k8s.io/v1 NetworkPolicy",
                    new Model(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement));

    private Schema() {}

    /** What the API would refuse in these objects. */
    static List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (JsonNode object : manifests.objects()) {
            faults.addAll(faults(object, true));
        }
        return faults;
    }

    /** What can't be right in a patch, which leaves out what it doesn't change. */
    static List<String> faultsOfPatch(JsonNode patch) {
        return faults(patch, false);
    }

    private static List<String> faults(JsonNode object, boolean whole) {
        String kind =
                object.path("apiVersion").asText() + " " + object.path("kind").asText();
        Model model = MODELS.get(kind);
        if (model == null) {
            return List.of(Manifests.title(object) + ": \"" + kind + "\" is not a kind that the manifests use");
        }
        JsonElement element = JsonParser.parseString(object.toString());
        try {
            if (whole) {
                model.validation().validate(element);
            }
            // What the model doesn't know is lost on the way there and back, and a value of another type comes back
            // changed.
            Gson gson = whole ? GSON : OF_PATCHES;
            Object read = gson.fromJson(element, model.type());
            JsonElement back = gson.toJsonTree(read);
            return differences(Manifests.title(object), element, back);
        } catch (IllegalArgumentException | JsonParseException | IOException refused) {
            return List.of(Manifests.title(object) + ": " + refused.getMessage());
        }
    }

    private static List<String> differences(String at, JsonElement given, JsonElement back) {
        if (given.equals(back)) {
            return List.of();
        }
        List<String> differences = new ArrayList<>();
        if (given.isJsonObject() && back != null && back.isJsonObject()) {
            given.getAsJsonObject()
                    .entrySet()
                    .forEach(field -> differences.addAll(differences(
                            at + "/" + field.getKey(),
                            field.getValue(),
                            back.getAsJsonObject().get(field.getKey()))));
        } else if (given.isJsonArray()
                && back != null
                && back.isJsonArray()
                && given.getAsJsonArray().size() == back.getAsJsonArray().size()) {
            for (int i = 0; i < given.getAsJsonArray().size(); i++) {
                differences.addAll(differences(
                        at + "/" + i,
                        given.getAsJsonArray().get(i),
                        back.getAsJsonArray().get(i)));
            }
        } else {
            differences.add(at + ": " + given + " is read as " + back);
        }
        return differences;
    }
}
