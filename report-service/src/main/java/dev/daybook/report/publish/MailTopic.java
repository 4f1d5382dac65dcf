package dev.daybook.report.publish;

import dev.daybook.service.Json;
import dev.daybook.service.objects.ObjectStore;
import dev.daybook.service.objects.ObjectStoreAccess.AwsKeyPair;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * The SNS topic that mails reports. A message goes to SNS at most once per call: the SDK's own retries are off, because after a
 * time-out, a reset or a 5xx nobody can know whether SNS took the first. Blocks for the timeout at most; thread-safe.
 */
public final class MailTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailTopic.class);
    /** What SNS takes, counted after JSON escaping and with the subject. */
    private static final int MAX_MESSAGE_BYTES = 262_144;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /**
     * More than the threads that call it, four of runs and eight of HTTP: who had waited for a connection in vain would count as
     * one whose message SNS may have taken.
     */
    private static final int MAX_CONNECTIONS = 16;

    private static final int REQUEST_TIMEOUT = 408;
    private static final ExecutionAttribute<AtomicBoolean> TRANSMITTED =
            new ExecutionAttribute<>("dev.daybook.report.publish.Transmitted");

    private final SnsClient sns;
    private final String topicArn;

    /**
     * @param endpoint empty for AWS itself
     * @param keyPair empty for the SDK's default chain
     */
    public MailTopic(
            String region, Optional<URI> endpoint, Optional<AwsKeyPair> keyPair, String topicArn, Duration timeout) {
        var builder = SnsClient.builder()
                .region(Region.of(region))
                .credentialsProvider(ObjectStore.credentials(keyPair))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(MAX_CONNECTIONS)
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(timeout))
                .overrideConfiguration(override -> override.apiCallTimeout(timeout)
                        .apiCallAttemptTimeout(timeout)
                        .retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new TransmissionMark()));
        endpoint.ifPresent(builder::endpointOverride);
        this.sns = builder.build();
        this.topicArn = topicArn;
    }

    /** Marks that the request was about to leave: what fails before has certainly not reached SNS. */
    private static final class TransmissionMark implements ExecutionInterceptor {
        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            AtomicBoolean transmitted = attributes.getAttribute(TRANSMITTED);
            if (transmitted != null) {
                transmitted.set(true);
            }
        }
    }

    /**
     * Hands the message over.
     *
     * @param messages by protocol, {@code default} among them
     */
    Sending send(String subject, Map<String, String> messages) {
        byte[] message = Json.bytes(Json.MAPPER.valueToTree(messages));
        if (message.length + subject.length() > MAX_MESSAGE_BYTES) {
            return new Sending.NotSent("the message has " + message.length + " bytes, SNS takes " + MAX_MESSAGE_BYTES);
        }
        AtomicBoolean transmitted = new AtomicBoolean();
        PublishRequest request = PublishRequest.builder()
                .topicArn(topicArn)
                .subject(subject)
                .messageStructure("json")
                .message(new String(message, StandardCharsets.UTF_8))
                .overrideConfiguration(call -> call.putExecutionAttribute(TRANSMITTED, transmitted))
                .build();
        try {
            return new Sending.Sent(sns.publish(request).messageId());
        } catch (SdkException failed) {
            LOG.debug("SNS did not answer as hoped", failed);
            return isCertainlyNotTaken(failed, transmitted.get())
                    ? new Sending.NotSent(said(failed))
                    : new Sending.Unknown(said(failed));
        }
    }

    /**
     * Refused by SNS (throttled, 4xx), or never on the wire. A 408 says that SNS gave up waiting for something, not that it took
     * nothing.
     */
    private static boolean isCertainlyNotTaken(SdkException failed, boolean transmitted) {
        if (failed instanceof SdkServiceException refused) {
            int status = refused.statusCode();
            return refused.isThrottlingException() || (status >= 400 && status < 500 && status != REQUEST_TIMEOUT);
        }
        return !transmitted || neverConnected(failed);
    }

    private static boolean neverConnected(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return true;
            }
        }
        return false;
    }

    private static String said(SdkException failed) {
        return failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
    }

    /** Who gets its mails; usable as long as this is open. */
    public TopicSubscriptions subscriptions() {
        return new TopicSubscriptions(sns, topicArn);
    }

    @Override
    public void close() {
        sns.close();
    }
}
