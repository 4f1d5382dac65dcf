package dev.daybook.allinone.aws;

import static dev.daybook.allinone.aws.SnsAnswer.element;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybook.allinone.Secrets;
import dev.daybook.allinone.aws.SnsTopics.Subscription;
import dev.daybook.allinone.aws.SnsTopics.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the SNS query protocol for standard topics with e-mail subscribers, and refuses what SNS refuses. What a call
 * changed is on the disk before it is answered, mails in the {@link Inbox} included. Thread-safe; calls wait for the disk.
 *
 * <p>It checks the access key id, not the signature. Rules and error codes are those of the Amazon SNS API Reference.
 */
public final class SnsStandIn {
    /** As in SNS: a listing answers at most this many entries at a time. */
    private static final int PAGE = 100;

    private static final int MAX_TOPICS = 1_000;
    private static final int MAX_SUBSCRIPTIONS = 1_000;
    private static final int TOKEN_BYTES = 32;
    private static final int MAX_EMAIL = 254;
    /** {@code arn:aws:sns:REGION:ACCOUNT:TOPIC}; a subscription's has one more. */
    private static final int TOPIC_ARN_ELEMENTS = 6;

    private static final String OWNER = "000000000000";
    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=([^/,\\s]+)/\\d{8}/([a-z0-9-]+)/sns/aws4_request");
    private static final Pattern TOPIC_NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");

    /** A call's parameters, and the region that its signature names. */
    private record Call(Map<String, String> parameters, String region) {
        String required(String name) throws SnsRefusal {
            String value = parameters.get(name);
            if (value == null || value.isEmpty()) {
                throw SnsRefusal.invalid(name + " Reason: no value for required parameter");
            }
            return value;
        }

        boolean says(String name) {
            return "true".equals(parameters.get(name));
        }
    }

    private final String accessKeyId;
    private final SnsTopics topics;
    private final Inbox inbox;
    private final Clock clock;

    SnsStandIn(Path folder, String accessKeyId, Inbox inbox, ObjectMapper json, Clock clock) throws IOException {
        this.accessKeyId = accessKeyId;
        this.topics = new SnsTopics(folder.resolve("sns.json"), json);
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * The token that the confirmation mail to {@code email} holds, while its subscription is pending: for a host program
     * that plays the subscriber.
     */
    public synchronized Optional<String> confirmationToken(String topicArn, String email) {
        return topics
                .subscriptions(
                        s -> s.topicArn().equals(topicArn) && s.endpoint().equals(email))
                .stream()
                .filter(subscription -> !subscription.isConfirmed())
                .map(Subscription::token)
                .findFirst();
    }

    /**
     * Answers one call.
     *
     * @param authorization the request's Authorization header, or null
     * @throws IOException if the change can't be written; nothing was changed then, but some mails of a Publish may have
     *     been delivered
     */
    synchronized SnsAnswer answer(String authorization, Map<String, String> parameters) throws IOException {
        try {
            Call call = new Call(parameters, region(authorization));
            String action = parameters.getOrDefault("Action", "");
            return SnsAnswer.of(action, result(action, call));
        } catch (SnsRefusal refusal) {
            return SnsAnswer.of(refusal);
        }
    }

    private String region(String authorization) throws SnsRefusal {
        if (authorization == null) {
            throw SnsRefusal.forbidden("MissingAuthenticationToken", "Request is missing Authentication Token");
        }
        Matcher credential = CREDENTIAL.matcher(authorization);
        if (!credential.find()) {
            throw SnsRefusal.badRequest("IncompleteSignature", "The Authorization header names no credential for sns.");
        }
        if (!credential.group(1).equals(accessKeyId)) {
            throw SnsRefusal.forbidden(
                    "InvalidClientTokenId", "The security token included in the request is invalid.");
        }
        return credential.group(2);
    }

    private String result(String action, Call call) throws SnsRefusal, IOException {
        return switch (action) {
            case "CreateTopic" -> createTopic(call);
            case "ListTopics" -> listTopics(call);
            case "GetTopicAttributes" -> topicAttributes(call);
            case "Subscribe" -> subscribe(call);
            case "ConfirmSubscription" -> confirm(call);
            case "Unsubscribe" -> unsubscribe(call);
            case "GetSubscriptionAttributes" -> subscriptionAttributes(call);
            case "ListSubscriptions" -> listSubscriptions(call, topics.subscriptions(any -> true));
            case "ListSubscriptionsByTopic" -> listSubscriptions(call, subscriptionsOf(topic(call)));
            case "Publish" -> publish(call);
            case "" -> throw SnsRefusal.badRequest("MissingAction", "The request names no Action.");
            default ->
                throw SnsRefusal.badRequest(
                        "InvalidAction", "The action " + action + " is not valid for this endpoint.");
        };
    }

    private String createTopic(Call call) throws SnsRefusal, IOException {
        String name = call.required("Name");
        if (!TOPIC_NAME.matcher(name).matches()) {
            throw SnsRefusal.invalid("Topic Name");
        }
        Topic topic = new Topic("arn:aws:sns:" + call.region() + ":" + OWNER + ":" + name, displayName(call));
        if (topics.topic(topic.arn()).isEmpty()) {
            if (topics.topics().size() >= MAX_TOPICS) {
                throw SnsRefusal.forbidden("TopicLimitExceeded", "There are " + MAX_TOPICS + " topics already.");
            }
            topics.put(topic);
        }
        return element("TopicArn", topic.arn());
    }

    private static String displayName(Call call) throws SnsRefusal {
        String displayName = "";
        for (int i = 1; call.parameters().containsKey("Attributes.entry." + i + ".key"); i++) {
            String attribute = call.parameters().get("Attributes.entry." + i + ".key");
            if (!attribute.equals("DisplayName")) {
                throw SnsRefusal.invalid("Attributes Reason: " + attribute + " is not supported by this stand-in");
            }
            displayName = call.parameters().getOrDefault("Attributes.entry." + i + ".value", "");
        }
        return displayName;
    }

    private String listTopics(Call call) throws SnsRefusal {
        return page(call, "Topics", topics.topics(), topic -> element("TopicArn", topic.arn()));
    }

    private String topicAttributes(Call call) throws SnsRefusal {
        Topic topic = topic(call);
        List<Subscription> subscriptions = subscriptionsOf(topic);
        long confirmed =
                subscriptions.stream().filter(Subscription::isConfirmed).count();
        return "<Attributes>"
                + attribute("TopicArn", topic.arn())
                + attribute("Owner", OWNER)
                + attribute("DisplayName", topic.displayName())
                + attribute("SubscriptionsConfirmed", String.valueOf(confirmed))
                + attribute("SubscriptionsPending", String.valueOf(subscriptions.size() - confirmed))
                + attribute("SubscriptionsDeleted", "0")
                + "</Attributes>";
    }

    private static String attribute(String key, String value) {
        return "<entry>" + element("key", key) + element("value", value) + "</entry>";
    }

    private String subscribe(Call call) throws SnsRefusal, IOException {
        Topic topic = topic(call);
        String protocol = call.required("Protocol");
        if (!protocol.equals("email")) {
            throw SnsRefusal.invalid("Protocol Reason: this stand-in delivers to email only, not to " + protocol);
        }
        String email = call.required("Endpoint");
        if (email.length() > MAX_EMAIL || !EMAIL.matcher(email).matches()) {
            throw SnsRefusal.invalid("Email address");
        }
        Subscription subscription = subscriptionsOf(topic).stream()
                .filter(existing -> existing.endpoint().equals(email))
                .findFirst()
                .orElse(new Subscription(topic.arn() + ":" + UUID.randomUUID(), topic.arn(), email, ""));
        if (!subscription.isConfirmed()) {
            askToConfirm(subscription.withToken(Secrets.randomHex(TOKEN_BYTES)));
        }
        boolean showArn = subscription.isConfirmed() || call.says("ReturnSubscriptionArn");
        return element("SubscriptionArn", showArn ? subscription.arn() : "pending confirmation");
    }

    private void askToConfirm(Subscription pending) throws SnsRefusal, IOException {
        boolean isNew = topics.subscription(pending.arn()).isEmpty();
        if (isNew && topics.subscriptions(any -> true).size() >= MAX_SUBSCRIPTIONS) {
            throw SnsRefusal.forbidden(
                    "SubscriptionLimitExceeded", "There are " + MAX_SUBSCRIPTIONS + " subscriptions already.");
        }
        topics.put(pending);
        String body = """
                You have chosen to subscribe to the topic:
                %s

                To confirm this subscription, call ConfirmSubscription with this token:
                %s

                If it was not you, do nothing: without the confirmation nothing is sent.
                """.formatted(pending.topicArn(), pending.token());
        send(
                pending,
                "AWS Notification - Subscription Confirmation",
                body,
                UUID.randomUUID().toString());
    }

    private String confirm(Call call) throws SnsRefusal, IOException {
        Topic topic = topic(call);
        String token = call.required("Token");
        Subscription pending = subscriptionsOf(topic).stream()
                .filter(subscription -> token.equals(subscription.token()))
                .findFirst()
                .orElseThrow(() -> SnsRefusal.invalid("Token"));
        topics.put(pending.confirmed());
        return element("SubscriptionArn", pending.arn());
    }

    /** Removing what is gone succeeds, as in SNS; removing what was never confirmed doesn't. */
    private String unsubscribe(Call call) throws SnsRefusal, IOException {
        Optional<Subscription> subscription = topics.subscription(subscriptionArn(call));
        if (subscription.isPresent()) {
            if (!subscription.get().isConfirmed()) {
                throw SnsRefusal.invalid(
                        "SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending" + " confirmation");
            }
            topics.remove(subscription.get());
        }
        return "";
    }

    private static String subscriptionArn(Call call) throws SnsRefusal {
        String arn = call.required("SubscriptionArn");
        int elements = arn.split(":", -1).length;
        if (elements < TOPIC_ARN_ELEMENTS) {
            throw SnsRefusal.invalid("SubscriptionArn Reason: An ARN must have at least " + TOPIC_ARN_ELEMENTS
                    + " elements, not " + elements);
        }
        if (elements == TOPIC_ARN_ELEMENTS) {
            throw SnsRefusal.invalid("SubscriptionId");
        }
        return arn;
    }

    private String subscriptionAttributes(Call call) throws SnsRefusal {
        Subscription subscription =
                topics.subscription(subscriptionArn(call)).orElseThrow(() -> SnsRefusal.notFound("Subscription"));
        return "<Attributes>"
                + attribute("SubscriptionArn", subscription.arn())
                + attribute("TopicArn", subscription.topicArn())
                + attribute("Owner", OWNER)
                + attribute("Protocol", "email")
                + attribute("Endpoint", subscription.endpoint())
                + attribute("PendingConfirmation", String.valueOf(!subscription.isConfirmed()))
                + attribute("ConfirmationWasAuthenticated", "false")
                + attribute("RawMessageDelivery", "false")
                + "</Attributes>";
    }

    private String listSubscriptions(Call call, List<Subscription> subscriptions) throws SnsRefusal {
        return page(
                call,
                "Subscriptions",
                subscriptions,
                subscription -> element("TopicArn", subscription.topicArn())
                        + element("Protocol", "email")
                        + element(
                                "SubscriptionArn",
                                subscription.isConfirmed() ? subscription.arn() : "PendingConfirmation")
                        + element("Owner", OWNER)
                        + element("Endpoint", subscription.endpoint()));
    }

    private String publish(Call call) throws SnsRefusal, IOException {
        Topic topic = topic(call);
        SnsMessage message = SnsMessage.of(call.parameters());
        String messageId = UUID.randomUUID().toString();
        for (Subscription subscription : subscriptionsOf(topic)) {
            if (subscription.isConfirmed()) {
                send(subscription, message.emailSubject(), message.emailBody(), messageId);
            }
        }
        return element("MessageId", messageId);
    }

    private void send(Subscription to, String subject, String body, String messageId) throws IOException {
        String now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        inbox.deliver(new Mail(to.endpoint(), subject, body, now, messageId, to.topicArn()));
    }

    private Topic topic(Call call) throws SnsRefusal {
        String arn = call.parameters().get("TargetArn");
        if (arn == null) {
            arn = call.required("TopicArn");
        }
        return topics.topic(arn).orElseThrow(() -> SnsRefusal.notFound("Topic"));
    }

    private List<Subscription> subscriptionsOf(Topic topic) {
        return topics.subscriptions(subscription -> subscription.topicArn().equals(topic.arn()));
    }

    private static <T> String page(Call call, String name, List<T> all, Function<T, String> member) throws SnsRefusal {
        String token = call.parameters().getOrDefault("NextToken", "0");
        if (!token.matches("\\d{1,9}") || Integer.parseInt(token) > all.size()) {
            throw SnsRefusal.invalid("NextToken");
        }
        int from = Integer.parseInt(token);
        int to = Math.min(from + PAGE, all.size());
        StringBuilder xml = new StringBuilder("<" + name + ">");
        all.subList(from, to)
                .forEach(one -> xml.append("<member>").append(member.apply(one)).append("</member>"));
        xml.append("</").append(name).append(">");
        return xml + (to < all.size() ? element("NextToken", String.valueOf(to)) : "");
    }
}
