package dev.daybook.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.deploy.Manifests.Workload;
import dev.daybook.structure.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code kubectl apply -k} would send is what the API takes and Daybook runs with. */
class ManifestsTest {
    /** A row of the table of secrets in the operator's page: name and key. */
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(daybook-[a-z-]+)` \\| `([a-z.-]+)` \\|");

    private static final Set<String> IMAGES = Set.of("daybook/ingest", "daybook/processor", "daybook/report");

    @TempDir
    Path folder;

    @Test
    void baseIsRight() throws IOException {
        Manifests base = Manifests.base();
        assertThat(base.workloads()).hasSize(6);
        assertThat(faults(base, folder)).isEmpty();
        assertThat(base.workloads())
                .allSatisfy(workload -> assertThat(image(workload)).isIn(IMAGES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/dev", "overlays/prod"})
    void overlayIsRight_whenItIsExpanded(String overlay) throws Exception {
        assumeThat(Kubectl.missing()).isEmpty();
        Manifests manifests = Manifests.kustomized(overlay).orElseThrow();
        System.out.println(overlay + ": " + manifests.objects().size() + " objects, expanded and checked");
        assertThat(manifests.objects()).hasSameSizeAs(Manifests.base().objects());
        assertThat(faults(manifests, folder)).isEmpty();
        assertThat(faultsOfImages(manifests)).isEmpty();
    }

    /** Also where nothing can expand it. */
    @ParameterizedTest
    @ValueSource(strings = {"overlays/dev", "overlays/prod"})
    void patchesFitTheBase(String overlay) throws IOException {
        Path at = Manifests.folder().resolve(overlay);
        JsonNode kustomization = Manifests.read(Files.readString(at.resolve("kustomization.yaml")))
                .get(0);
        Manifests base = Manifests.base();
        List<String> faults = new ArrayList<>();
        for (JsonNode patch : kustomization.path("patches")) {
            String text = Files.readString(at.resolve(patch.path("path").asText()));
            if (patch.has("target")) {
                assertThat(text)
                        .as("a patch with a target is a list of operations")
                        .startsWith("- op: ");
                continue;
            }
            for (JsonNode part : Manifests.read(text)) {
                faults.addAll(Schema.faultsOfPatch(part));
                assertThat(base.get(part.path("kind").asText(), Manifests.nameOf(part)))
                        .isNotNull();
            }
        }
        for (JsonNode map : kustomization.path("configMapGenerator")) {
            assertThat(map.path("behavior").asText()).isEqualTo("merge");
            assertThat(base.get("ConfigMap", map.path("name").asText())).isNotNull();
        }
        assertThat(kustomization.path("images").findValuesAsText("name")).containsExactlyInAnyOrderElementsOf(IMAGES);
        assertThat(faults).isEmpty();
    }

    @Test
    void secretsAreTheDocumentedOnes() throws Exception {
        Map<String, Set<String>> documented = new TreeMap<>();
        Matcher row = DOCUMENTED.matcher(Files.readString(Checkout.root().resolve("docs/operations.md")));
        while (row.find()) {
            documented.computeIfAbsent(row.group(1), first -> new TreeSet<>()).add(row.group(2));
        }
        Map<String, Set<String>> used = new TreeMap<>(secrets(Manifests.base()));
        assertThat(documented).isNotEmpty();
        used.forEach((secret, keys) ->
                assertThat(documented.getOrDefault(secret, Set.of())).as(secret).containsAll(keys));
        assumeThat(Kubectl.missing()).isEmpty();
        for (String overlay : List.of("overlays/dev", "overlays/prod")) {
            secrets(Manifests.kustomized(overlay).orElseThrow())
                    .forEach((secret, keys) -> used.computeIfAbsent(secret, first -> new TreeSet<>())
                            .addAll(keys));
        }
        assertThat(used).isEqualTo(documented);
    }

    static Map<String, Set<String>> secrets(Manifests manifests) {
        Map<String, Set<String>> secrets = new TreeMap<>();
        manifests.workloads().stream()
                .flatMap(workload -> SettingsCheck.secrets(workload).entrySet().stream())
                .forEach(secret -> secrets.computeIfAbsent(secret.getKey(), first -> new TreeSet<>())
                        .addAll(secret.getValue()));
        return secrets;
    }

    /** Everything that the checks find. */
    static List<String> faults(Manifests manifests, Path folder) {
        List<String> faults = new ArrayList<>(Schema.faults(manifests));
        faults.addAll(ReferencesCheck.faults(manifests));
        faults.addAll(PodCheck.faults(manifests));
        faults.addAll(NetworkCheck.faults(manifests));
        faults.addAll(new SettingsCheck(folder).faults(manifests));
        if (manifests.kind("Secret").findAny().isPresent()) {
            faults.add("a Secret lies in the manifests");
        }
        return faults;
    }

    /** One release of all images, from one registry, and never whatever happens to be the latest. */
    static List<String> faultsOfImages(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        Set<String> releases = new HashSet<>();
        for (Workload workload : manifests.workloads()) {
            String image = image(workload);
            String name = IMAGES.stream()
                    .filter(image.replaceFirst(":[^:/]*$", "")::endsWith)
                    .findFirst()
                    .orElse("");
            releases.add(image.replace(name, ""));
            if (name.isEmpty()) {
                faults.add(workload.name() + ": " + image + " is none of Daybook's images");
            }
            if (!image.matches(".*:[^:/]+") || image.endsWith(":latest")) {
                faults.add(workload.name() + ": " + image + " names no release");
            }
        }
        if (releases.size() != 1) {
            faults.add("the images are of different releases or registries: "
                    + releases.stream().sorted().collect(Collectors.joining(", ")));
        }
        return faults;
    }

    private static String image(Workload workload) {
        return workload.container().path("image").asText();
    }
}
