package dev.daybook.allinone.aws;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sns.SnsClient;

/** The real AWS SDK's clients as the services make them, pointed at a stand-in. */
final class SdkClients {
    private static final Region REGION = Region.EU_WEST_1;

    private SdkClients() {}

    static S3Client s3(AwsStandIn standIn) {
        return s3(standIn.endpoint(), standIn.credentials());
    }

    static S3Client s3(URI endpoint, StandInCredentials credentials) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(REGION)
                .forcePathStyle(true)
                .credentialsProvider(provider(credentials))
                .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(Duration.ofSeconds(30)))
                .build();
    }

    static S3Presigner presigner(AwsStandIn standIn) {
        return S3Presigner.builder()
                .endpointOverride(standIn.endpoint())
                .region(REGION)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(provider(standIn.credentials()))
                .build();
    }

    static SnsClient sns(AwsStandIn standIn) {
        return sns(standIn.endpoint(), standIn.credentials());
    }

    static SnsClient sns(URI endpoint, StandInCredentials credentials) {
        return SnsClient.builder()
                .endpointOverride(endpoint)
                .region(REGION)
                .credentialsProvider(provider(credentials))
                .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(Duration.ofSeconds(30)))
                .build();
    }

    private static StaticCredentialsProvider provider(StandInCredentials credentials) {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()));
    }
}
