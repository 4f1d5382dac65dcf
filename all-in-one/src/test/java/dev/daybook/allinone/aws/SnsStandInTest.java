package dev.daybook.allinone.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybook.allinone.ChildJvm;
import dev.daybook.allinone.FolderInUse;
import dev.daybook.allinone.ListenAddress;
import dev.daybook.service.PortTaken;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.Topic;

class SnsStandInTest {
    private static final ListenAddress ANY_PORT = ListenAddress.loopback(0, "AWS_PORT");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T16:00:00.125Z"), ZoneOffset.UTC);
    private static final String OWNER_MAIL = "owner@cafe.example";
    private static final int LONGEST = 262_144;

    @TempDir
    Path folder;

    private AwsStandIn standIn;
    private SnsClient sns;
    private String topic;

    @BeforeEach
    void start() {
        standIn = AwsStandIn.start(folder, ANY_PORT, CLOCK);
        sns = SdkClients.sns(standIn);
        topic = sns.createTopic(request -> request.name("daily-sales")).topicArn();
    }

    @AfterEach
    void stop() {
        sns.close();
        standIn.close();
    }

    @Test
    void sendsTheEmailEntryToConfirmedSubscribersOnly() {
        subscribeAndConfirm(OWNER_MAIL);
        subscribe("pending@cafe.example");
        String messageId =
                publishJson("The day", "{\"default\": \"short\", \"email\": \"Net £8,204.10\\nTips & more\"}");

        Mail mail = lastMail();
        assertThat(mail)
                .isEqualTo(new Mail(
                        OWNER_MAIL,
                        "The day",
                        "Net £8,204.10\nTips & more",
                        "2026-11-20T16:00:00.125Z",
                        messageId,
                        topic));
        assertThat(standIn.inbox().mails())
                .filteredOn(sent -> sent.messageId().equals(messageId))
                .hasSize(1);
    }

    @Test
    void sendsTheDefaultEntry_whenThereIsNoneForEmail() {
        subscribeAndConfirm(OWNER_MAIL);
        publishJson("The day", "{\"default\": \"for all\", \"sqs\": \"for queues\"}");
        assertThat(lastMail().body()).isEqualTo("for all");
    }

    @Test
    void sendsTheMessageItself_whenItHasNoStructure() {
        subscribeAndConfirm(OWNER_MAIL);
        sns.publish(request -> request.topicArn(topic)
                .message("{\"plain\": true}")
                .messageAttributes(Map.of(
                        "kind",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("report")
                                .build())));
        assertThat(lastMail().body()).isEqualTo("{\"plain\": true}");
        assertThat(lastMail().subject()).isEqualTo("AWS Notification Message");
    }

    @Test
    void showsASubscriptionAsPending_untilItsTokenConfirmsIt() {
        String answered = sns.subscribe(
                        request -> request.topicArn(topic).protocol("email").endpoint(OWNER_MAIL))
                .subscriptionArn();
        assertThat(answered).isEqualTo("pending confirmation");
        assertThat(subscriptions())
                .extracting(Subscription::endpoint, Subscription::subscriptionArn)
                .containsExactly(tuple(OWNER_MAIL, "PendingConfirmation"));
        String token = standIn.sns().confirmationToken(topic, OWNER_MAIL).orElseThrow();
        assertThat(lastMail().to()).isEqualTo(OWNER_MAIL);
        assertThat(lastMail().body()).contains(token);

        assertThatThrownBy(() -> sns.confirmSubscription(
                        request -> request.topicArn(topic).token("wrong")))
                .isInstanceOf(InvalidParameterException.class);
        String arn = sns.confirmSubscription(request -> request.topicArn(topic).token(token))
                .subscriptionArn();
        assertThat(subscriptions()).extracting(Subscription::subscriptionArn).containsExactly(arn);
        assertThat(sns.getTopicAttributes(request -> request.topicArn(topic)).attributes())
                .containsEntry("SubscriptionsConfirmed", "1")
                .containsEntry("SubscriptionsPending", "0");
        assertThat(standIn.sns().confirmationToken(topic, OWNER_MAIL)).isEmpty();
    }

    @Test
    void sendsNothingMore_afterUnsubscribe() {
        String arn = subscribeAndConfirm(OWNER_MAIL);
        sns.unsubscribe(request -> request.subscriptionArn(arn));
        int before = standIn.inbox().mails().size();
        publishJson("The day", "{\"default\": \"x\"}");
        assertThat(standIn.inbox().mails()).hasSize(before);
        assertThat(sns.listSubscriptions().subscriptions()).isEmpty();
    }

    @Test
    void unsubscribesTwiceWithoutComplaint_butNotWhatIsPendingOrNoSubscription() {
        String confirmed = subscribeAndConfirm(OWNER_MAIL);
        sns.unsubscribe(request -> request.subscriptionArn(confirmed));
        sns.unsubscribe(request -> request.subscriptionArn(confirmed));
        String pending = sns.subscribe(request -> request.topicArn(topic)
                        .protocol("email")
                        .endpoint("pending@cafe.example")
                        .returnSubscriptionArn(true))
                .subscriptionArn();
        assertThatThrownBy(() -> sns.unsubscribe(request -> request.subscriptionArn(pending)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Cannot unsubscribe a subscription that is pending confirmation");
        assertThatThrownBy(() -> sns.unsubscribe(request -> request.subscriptionArn("PendingConfirmation")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("An ARN must have at least 6 elements, not 1");
        assertThatThrownBy(() -> sns.unsubscribe(request -> request.subscriptionArn(topic)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("SubscriptionId");
        assertThat(subscriptions()).hasSize(1);
    }

    @Test
    void showsASubscriptionsAttributes() {
        String arn = subscribeAndConfirm(OWNER_MAIL);
        assertThat(sns.getSubscriptionAttributes(request -> request.subscriptionArn(arn))
                        .attributes())
                .containsEntry("SubscriptionArn", arn)
                .containsEntry("TopicArn", topic)
                .containsEntry("Protocol", "email")
                .containsEntry("Endpoint", OWNER_MAIL)
                .containsEntry("PendingConfirmation", "false");
        String gone = topic + ":00000000-0000-4000-8000-000000000000";
        assertThatThrownBy(() -> sns.getSubscriptionAttributes(request -> request.subscriptionArn(gone)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void makesATopicOnce_andListsMoreThanAPage() {
        assertThat(sns.createTopic(request -> request.name("daily-sales")).topicArn())
                .isEqualTo(topic)
                .isEqualTo("arn:aws:sns:eu-west-1:000000000000:daily-sales");
        for (int i = 0; i < 100; i++) {
            String name = "topic-" + i;
            sns.createTopic(request -> request.name(name));
        }
        assertThat(sns.listTopicsPaginator().topics().stream().map(Topic::topicArn))
                .hasSize(101)
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> sns.createTopic(request -> request.name("no spaces")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines", "bell\u0007", " leading space", "Café"})
    void refusesASubjectThatSnsRefuses(String subject) {
        refuses(() ->
                sns.publish(request -> request.topicArn(topic).subject(subject).message("x")));
    }

    @Test
    void takesASubjectOf99Characters_andRefuses100() {
        subscribeAndConfirm(OWNER_MAIL);
        sns.publish(request -> request.topicArn(topic).subject("s".repeat(99)).message("x"));
        assertThat(lastMail().subject()).hasSize(99);
        refuses(() -> sns.publish(
                request -> request.topicArn(topic).subject("s".repeat(100)).message("x")));
    }

    @Test
    void takesAMessageOf262144Bytes_andRefusesOneMore() {
        subscribeAndConfirm(OWNER_MAIL);
        String longest = "é".repeat(LONGEST / 2);
        sns.publish(request -> request.topicArn(topic).message(longest));
        assertThat(lastMail().body()).isEqualTo(longest);
        refuses(() -> sns.publish(request -> request.topicArn(topic).message(longest + "x")));
        refuses(() -> sns.publish(request -> request.topicArn(topic)
                .message(longest)
                .messageAttributes(Map.of(
                        "a",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("b")
                                .build()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{\"email\": \"no default\"}",
                "[]",
                "{\"default\": 1}",
                "{\"default\": \"a\"} {}",
                "{"
            })
    void refusesAStructuredMessageThatSnsRefuses(String message) {
        refuses(() -> publishJson("The day", message));
    }

    @Test
    void refusesTopicsItDoesNotKnow() {
        String unknown = topic + "-not";
        assertThatThrownBy(
                        () -> sns.publish(request -> request.topicArn(unknown).message("x")))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> sns.listSubscriptionsByTopic(request -> request.topicArn(unknown)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void refusesAStrangersCredentials() {
        StandInCredentials stranger = new StandInCredentials("AKIASTRANGER", "secret");
        try (SnsClient client = SdkClients.sns(standIn.endpoint(), stranger)) {
            assertThatThrownBy(() ->
                            client.publish(request -> request.topicArn(topic).message("x")))
                    .isInstanceOfSatisfying(SnsException.class, refusal -> {
                        assertThat(refusal.statusCode()).isEqualTo(403);
                        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId");
                    });
        }
    }

    @Test
    void keepsTopicsSubscriptionsAndMails_whenTheProcessIsKilled() throws Exception {
        stop();
        Path home = folder.resolve("killed");
        String killedTopic;
        try (ChildJvm child = ChildJvm.start(PublishingProcess.class, home)) {
            killedTopic = child.readyText();
        }
        try (AwsStandIn again = AwsStandIn.start(home, ANY_PORT, CLOCK);
                SnsClient client = SdkClients.sns(again)) {
            assertThat(again.inbox().mails()).extracting(Mail::body).contains("message 0", "message 19");
            client.publish(request -> request.topicArn(killedTopic).message("after"));
            assertThat(again.inbox().mails())
                    .hasSize(22)
                    .last()
                    .extracting(Mail::body)
                    .isEqualTo("after");
        }
    }

    @Test
    void showsMailsAsJsonAndAsAPage() throws Exception {
        subscribeAndConfirm(OWNER_MAIL);
        publishJson("First", "{\"default\": \"one\"}");
        publishJson("Second", "{\"default\": \"<script>alert('x')</script> & more\"}");

        JsonNode mails = new ObjectMapper().readTree(fetch("/inbox.json").body());
        assertThat(mails.findValuesAsText("subject")).endsWith("First", "Second");
        JsonNode last = mails.get(mails.size() - 1);
        assertThat(last.get("to").textValue()).isEqualTo(OWNER_MAIL);
        assertThat(last.get("body").textValue()).isEqualTo("<script>alert('x')</script> & more");
        assertThat(last.get("received_at").textValue()).isEqualTo("2026-11-20T16:00:00.125Z");

        HttpResponse<String> page = fetch("/inbox");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'");
        assertThat(page.body())
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more")
                .containsSubsequence("Second", "First");
    }

    @Test
    void refusesAFormThatIsTooLong() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(standIn.endpoint().resolve("/"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("Action=" + "x".repeat(AwsFront.MAX_SNS_BODY_BYTES)))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains(String.valueOf(AwsFront.MAX_SNS_BODY_BYTES));
    }

    @Test
    void namesPortAndSetting_whenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ListenAddress address = ListenAddress.loopback(taken.getLocalPort(), "AWS_PORT");
            Path other = folder.resolve("other");
            assertThatThrownBy(() -> AwsStandIn.start(other, address, CLOCK))
                    .isInstanceOf(PortTaken.class)
                    .hasMessageStartingWith("port " + taken.getLocalPort() + " (AWS_PORT) is taken");
            AwsStandIn.start(other, ANY_PORT, CLOCK).close();
        }
        assertThatThrownBy(() -> AwsStandIn.start(folder, ANY_PORT, CLOCK)).isInstanceOf(FolderInUse.class);
    }

    private void refuses(ThrowingCallable call) {
        int before = standIn.inbox().mails().size();
        assertThatThrownBy(call).isInstanceOf(InvalidParameterException.class);
        assertThat(standIn.inbox().mails()).hasSize(before);
    }

    private void subscribe(String email) {
        sns.subscribe(request -> request.topicArn(topic).protocol("email").endpoint(email));
    }

    private String subscribeAndConfirm(String email) {
        subscribe(email);
        String token = standIn.sns().confirmationToken(topic, email).orElseThrow();
        return sns.confirmSubscription(request -> request.topicArn(topic).token(token))
                .subscriptionArn();
    }

    private List<Subscription> subscriptions() {
        return sns.listSubscriptionsByTopic(request -> request.topicArn(topic)).subscriptions();
    }

    private String publishJson(String subject, String message) {
        return sns.publish(request -> request.topicArn(topic)
                        .subject(subject)
                        .messageStructure("json")
                        .message(message))
                .messageId();
    }

    private Mail lastMail() {
        List<Mail> mails = standIn.inbox().mails();
        return mails.get(mails.size() - 1);
    }

    private HttpResponse<String> fetch(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(standIn.endpoint().resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** Has been answered for 20 messages when it announces its topic to be killed. */
    static final class PublishingProcess {
        private PublishingProcess() {}

        public static void main(String[] arguments) throws Exception {
            try (AwsStandIn standIn = AwsStandIn.start(Path.of(arguments[0]), ANY_PORT, CLOCK);
                    SnsClient sns = SdkClients.sns(standIn)) {
                String topic = sns.createTopic(request -> request.name("t")).topicArn();
                sns.subscribe(
                        request -> request.topicArn(topic).protocol("email").endpoint(OWNER_MAIL));
                String token =
                        standIn.sns().confirmationToken(topic, OWNER_MAIL).orElseThrow();
                sns.confirmSubscription(request -> request.topicArn(topic).token(token));
                for (int i = 0; i < 20; i++) {
                    String message = "message " + i;
                    sns.publish(request -> request.topicArn(topic).message(message));
                }
                ChildJvm.announce(topic);
            }
        }
    }
}
