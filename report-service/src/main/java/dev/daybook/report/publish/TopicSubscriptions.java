package dev.daybook.report.publish;

import dev.daybook.report.daily.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.Subscription;

/**
 * Who gets the topic's mails, as SNS has it; nothing of it is kept here. Only subscriptions of this one topic are ever shown or
 * removed. Blocks for the topic's timeout at most, each call; thread-safe; throws {@link TopicUnavailable}.
 */
public final class TopicSubscriptions {
    /** What one call of SNS lists at most. */
    private static final int SNS_PAGE = 100;

    private static final int MAX_PAGES = 10;
    /** What one listing gives; more are behind its token. */
    public static final int MAX_LISTED = SNS_PAGE * MAX_PAGES;

    private static final String EMAIL = "email";
    private static final String PENDING = "pending-";
    private static final int DIGEST_DIGITS = 32;
    /** The last part of a subscription's ARN: a UUID. */
    private static final Pattern CONFIRMED_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern PENDING_ID = Pattern.compile(PENDING + "[0-9a-f]{" + DIGEST_DIGITS + "}");

    private final SnsClient sns;
    private final String topicArn;

    TopicSubscriptions(SnsClient sns, String topicArn) {
        this.sns = sns;
        this.topicArn = topicArn;
    }

    /** @param next SNS's token for what follows; empty at the end */
    public record Listing(List<Subscriber> subscribers, Optional<String> next) {}

    /** What came of subscribing an address. */
    public enum Subscribing {
        ALREADY_CONFIRMED,
        /** SNS has asked the address to confirm, once more if it had before. */
        ASKED_TO_CONFIRM,
        /** SNS takes no such address. */
        REFUSED
    }

    /** @param from a token of an earlier listing, or empty for the beginning */
    public Listing list(Optional<String> from) {
        List<Subscriber> subscribers = new ArrayList<>();
        Optional<String> token = from;
        for (int page = 0; page < MAX_PAGES; page++) {
            ListSubscriptionsByTopicResponse answer = page(token);
            answer.subscriptions().stream()
                    .filter(subscription -> topicArn.equals(subscription.topicArn()))
                    .map(TopicSubscriptions::subscriber)
                    .forEach(subscribers::add);
            token = Optional.ofNullable(answer.nextToken()).filter(text -> !text.isEmpty());
            if (token.isEmpty()) {
                break;
            }
        }
        return new Listing(List.copyOf(subscribers), token);
    }

    private ListSubscriptionsByTopicResponse page(Optional<String> token) {
        try {
            return asking(() -> sns.listSubscriptionsByTopic(
                    request -> request.topicArn(topicArn).nextToken(token.orElse(null))));
        } catch (InvalidParameterException | NotFoundException refused) {
            throw new TopicUnavailable(reason(refused));
        }
    }

    private static Subscriber subscriber(Subscription subscription) {
        String arn = subscription.subscriptionArn();
        boolean confirmed = arn.startsWith("arn:");
        String id = confirmed ? arn.substring(arn.lastIndexOf(':') + 1) : pendingId(subscription.endpoint());
        return new Subscriber(id, subscription.protocol(), subscription.endpoint(), confirmed);
    }

    /** What {@link #list} shows for an address that has not confirmed yet. */
    public static String pendingId(String endpoint) {
        return PENDING
                + CanonicalJson.sha256(endpoint.getBytes(StandardCharsets.UTF_8))
                        .substring(0, DIGEST_DIGITS);
    }

    public Subscribing subscribe(String email) {
        String answered;
        try {
            answered = asking(() -> sns.subscribe(request ->
                            request.topicArn(topicArn).protocol(EMAIL).endpoint(email)))
                    .subscriptionArn();
        } catch (InvalidParameterException refused) {
            return Subscribing.REFUSED;
        }
        return answered.startsWith(topicArn + ":") ? Subscribing.ALREADY_CONFIRMED : Subscribing.ASKED_TO_CONFIRM;
    }

    /** @param id as {@link #list} shows it, of this topic's subscriptions alone */
    public Optional<Subscriber> find(String id) {
        if (PENDING_ID.matcher(id).matches()) {
            return findPending(id);
        }
        return CONFIRMED_ID.matcher(id).matches() ? findByArn(id) : Optional.empty();
    }

    private Optional<Subscriber> findByArn(String id) {
        try {
            Map<String, String> attributes = asking(() ->
                            sns.getSubscriptionAttributes(request -> request.subscriptionArn(topicArn + ":" + id)))
                    .attributes();
            return Optional.of(new Subscriber(
                    id,
                    attributes.get("Protocol"),
                    attributes.get("Endpoint"),
                    !Boolean.parseBoolean(attributes.get("PendingConfirmation"))));
        } catch (NotFoundException gone) {
            return Optional.empty();
        }
    }

    private Optional<Subscriber> findPending(String id) {
        Optional<String> token = Optional.empty();
        do {
            Listing listing = list(token);
            Optional<Subscriber> found = listing.subscribers().stream()
                    .filter(subscriber -> subscriber.id().equals(id))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
            token = listing.next();
        } while (token.isPresent());
        return Optional.empty();
    }

    /** Has SNS send nothing more to a confirmed subscriber; it can't take back what is still pending. */
    public void unsubscribe(Subscriber confirmed) {
        asking(() -> sns.unsubscribe(request -> request.subscriptionArn(topicArn + ":" + confirmed.id())));
    }

    /** What SNS says may name the address, so only its code goes on; what a caller decides by passes as it is. */
    private static <T> T asking(Supplier<T> call) {
        try {
            return call.get();
        } catch (InvalidParameterException | NotFoundException decided) {
            throw decided;
        } catch (SdkException failed) {
            throw new TopicUnavailable(reason(failed));
        }
    }

    private static String reason(SdkException failed) {
        if (failed instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
            return "SNS answered " + refused.statusCode() + " "
                    + refused.awsErrorDetails().errorCode();
        }
        return "SNS can't be reached: " + failed.getClass().getSimpleName();
    }
}
