package dev.daybook.allinone;

import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Waits until services say that they are ready, as an orchestrator's probe does. */
final class Readiness {
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(25);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

    private Readiness() {}

    /**
     * Returns once each of them answers 200.
     *
     * @param services the address of each, by name
     * @param key an API key, since strangers aren't told what is missing
     * @throws IllegalStateException with the service's own words where one isn't ready in time
     */
    static void await(Map<String, URI> services, Secret key) throws InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + LONGEST.toNanos();
        for (Map.Entry<String, URI> service : services.entrySet()) {
            String answer = probe(http, service.getValue(), key);
            while (!answer.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            service.getKey() + " is not ready after " + LONGEST.toSeconds() + " s: " + answer);
                }
                Thread.sleep(BETWEEN_PROBES.toMillis());
                answer = probe(http, service.getValue(), key);
            }
        }
    }

    /** What the service says it lacks; empty where it is ready. */
    private static String probe(HttpClient http, URI service, Secret key) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/health/ready"))
                .header("Authorization", "Bearer " + key.reveal())
                .timeout(PROBE_TIMEOUT)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? "" : answer.body();
        } catch (IOException unreachable) {
            return unreachable.toString();
        }
    }
}
