package dev.daybook.processor.query;

import dev.daybook.events.Identity;
import dev.daybook.processor.aggregate.RowKind;
import dev.daybook.processor.aggregate.RowSelection;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks another instance for the rows of its partitions; whatever goes wrong is an answer, not an exception. Thread-safe. */
final class PeerClient {
    /** From the call to the last byte of its answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final int OK = 200;
    private static final int TOO_MANY_ROWS = 422;
    private static final Logger LOG = LoggerFactory.getLogger(PeerClient.class);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final Secret serviceKey;

    PeerClient(Secret serviceKey) {
        this.serviceKey = serviceKey;
    }

    CompletableFuture<InstanceAnswer> read(HostInfo instance, RowSelection selection) {
        String kinds =
                selection.kinds().stream().sorted().map(RowKind::wireName).collect(Collectors.joining(","));
        String store = selection.storeId() == null ? "" : "&store_id=" + encoded(selection.storeId());
        return partitions(instance, QueryRoutes.PARTITIONS + "?date=" + selection.date() + "&kinds=" + kinds + store);
    }

    /** The accounting rows of the first dates from the given one on. */
    CompletableFuture<InstanceAnswer> accounting(HostInfo instance, LocalDate from) {
        return partitions(instance, CountedDaysRoutes.PARTITIONS + "?" + CountedDaysRoutes.FROM + "=" + from);
    }

    private CompletableFuture<InstanceAnswer> partitions(HostInfo instance, String pathAndQuery) {
        return send(instance, pathAndQuery).handle((response, failure) -> answer(instance, response, failure));
    }

    /** The instance's answer for an identity, or empty where it has none: it is not the partition's owner, or not ready. */
    CompletableFuture<Optional<byte[]>> identity(HostInfo instance, Identity identity) {
        String path = IdentityRoutes.IDENTITIES + "?" + IdentityRoutes.OWN + "=true&source="
                + encoded(identity.source()) + "&event_id=" + encoded(identity.eventId());
        return send(instance, path).handle((response, failure) -> {
            if (failure != null) {
                LOG.warn("the instance at {} did not answer: {}", shown(instance), failure.toString());
                return Optional.empty();
            }
            return response.statusCode() == OK ? Optional.of(response.body()) : Optional.empty();
        });
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HostInfo instance, String pathAndQuery) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + shown(instance) + pathAndQuery))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + serviceKey.reveal())
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String shown(HostInfo instance) {
        String host = instance.host();
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + instance.port();
    }

    private static InstanceAnswer answer(HostInfo instance, HttpResponse<byte[]> response, Throwable failure) {
        if (failure != null) {
            LOG.warn("the instance at {} did not answer: {}", shown(instance), failure.toString());
            return new InstanceAnswer.Unavailable("the instance at " + shown(instance) + " does not answer");
        }
        if (response.statusCode() == TOO_MANY_ROWS) {
            return new InstanceAnswer.TooManyRows();
        }
        if (response.statusCode() != OK) {
            return new InstanceAnswer.Unavailable(
                    "the instance at " + shown(instance) + " answered " + response.statusCode());
        }
        try {
            return new InstanceAnswer.Partitions(PartitionsJson.read(response.body()));
        } catch (IOException unreadable) {
            LOG.warn("the instance at {} gave an answer that can't be read", shown(instance), unreadable);
            return new InstanceAnswer.Unavailable(
                    "the instance at " + shown(instance) + " gave an answer that can't be read");
        }
    }
}
