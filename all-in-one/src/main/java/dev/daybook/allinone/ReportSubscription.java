package dev.daybook.allinone;

import dev.daybook.allinone.aws.AwsStandIn;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;

/** What an operator sets up at AWS once: the buckets, the report's topic, and a confirmed subscriber. */
final class ReportSubscription {
    static final String REGION = "eu-west-1";
    private static final String TOPIC = "daybook-reports";
    private static final String EMAIL = "email";

    private ReportSubscription() {}

    /** Makes what is missing and gives the topic's ARN; the subscriber confirms with the token out of the mail, as a person does. */
    static String ensure(AwsStandIn aws, Set<String> buckets, String subscriber) {
        StaticCredentialsProvider credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(
                aws.credentials().accessKeyId(), aws.credentials().secretAccessKey()));
        buckets.forEach(bucket -> createBucket(aws, credentials, bucket));
        try (SnsClient sns = SnsClient.builder()
                .region(Region.of(REGION))
                .endpointOverride(aws.endpoint())
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
            String topic = sns.createTopic(request -> request.name(TOPIC)).topicArn();
            boolean known =
                    sns.listSubscriptionsByTopicPaginator(request -> request.topicArn(topic)).subscriptions().stream()
                            .map(Subscription::endpoint)
                            .anyMatch(subscriber::equals);
            if (!known) {
                sns.subscribe(request -> request.topicArn(topic).protocol(EMAIL).endpoint(subscriber));
            }
            aws.sns()
                    .confirmationToken(topic, subscriber)
                    .ifPresent(token -> sns.confirmSubscription(
                            request -> request.topicArn(topic).token(token)));
            return topic;
        }
    }

    private static void createBucket(AwsStandIn aws, StaticCredentialsProvider credentials, String bucket) {
        try (S3Client s3 = S3Client.builder()
                .region(Region.of(REGION))
                .endpointOverride(aws.endpoint())
                .forcePathStyle(true)
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
            s3.createBucket(request -> request.bucket(bucket));
        } catch (BucketAlreadyOwnedByYouException stands) {
            // as an earlier start left it
        }
    }
}
