package dev.daybook.allinone.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybook.allinone.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The topics and their e-mail subscriptions. Every change is on the disk, in one readable JSON file, before the method
 * that makes it returns. Not thread-safe: {@link SnsStandIn} lets one call in at a time.
 */
final class SnsTopics {
    /** @param displayName may be empty */
    record Topic(String arn, String displayName) {}

    /** @param token what confirms it; null once confirmed */
    record Subscription(String arn, String topicArn, String endpoint, String token) {
        boolean isConfirmed() {
            return token == null;
        }

        Subscription confirmed() {
            return new Subscription(arn, topicArn, endpoint, null);
        }

        Subscription withToken(String newToken) {
            return new Subscription(arn, topicArn, endpoint, newToken);
        }
    }

    private record State(List<Topic> topics, List<Subscription> subscriptions) {}

    private final Path file;
    private final ObjectMapper json;
    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();

    SnsTopics(Path file, ObjectMapper json) throws IOException {
        this.file = file;
        this.json = json;
        if (Files.exists(file)) {
            State state = json.readValue(file.toFile(), State.class);
            state.topics().forEach(topic -> topics.put(topic.arn(), topic));
            state.subscriptions().forEach(subscription -> subscriptions.put(subscription.arn(), subscription));
        }
    }

    List<Topic> topics() {
        return List.copyOf(topics.values());
    }

    Optional<Topic> topic(String arn) {
        return Optional.ofNullable(topics.get(arn));
    }

    List<Subscription> subscriptions(Predicate<Subscription> wanted) {
        return subscriptions.values().stream().filter(wanted).toList();
    }

    Optional<Subscription> subscription(String arn) {
        return Optional.ofNullable(subscriptions.get(arn));
    }

    void put(Topic topic) throws IOException {
        List<Topic> after = new ArrayList<>(topics.values());
        after.removeIf(other -> other.arn().equals(topic.arn()));
        after.add(topic);
        write(new State(after, List.copyOf(subscriptions.values())));
        topics.put(topic.arn(), topic);
    }

    void put(Subscription subscription) throws IOException {
        Map<String, Subscription> after = new LinkedHashMap<>(subscriptions);
        after.put(subscription.arn(), subscription);
        write(new State(topics(), List.copyOf(after.values())));
        subscriptions.put(subscription.arn(), subscription);
    }

    void remove(Subscription subscription) throws IOException {
        Map<String, Subscription> after = new LinkedHashMap<>(subscriptions);
        after.remove(subscription.arn());
        write(new State(topics(), List.copyOf(after.values())));
        subscriptions.remove(subscription.arn());
    }

    /** Written before memory changes, so that a full disk fails the call and not the next start. */
    private void write(State state) throws IOException {
        PrivateFile.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(state) + "\n");
    }
}
