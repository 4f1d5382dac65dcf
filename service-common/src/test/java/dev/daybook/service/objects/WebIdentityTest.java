package dev.daybook.service.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/** A pod's token becomes credentials over STS's own protocol, which needs the SDK's sts module at runtime. */
class WebIdentityTest {
    private static final String ENDPOINT = "aws.endpointUrlSts";
    private static final String REGION = "aws.region";

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        System.clearProperty(ENDPOINT);
        System.clearProperty(REGION);
    }

    @Test
    void tokenOfThePodBecomesCredentials() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "token-of-the-pod");
        CompletableFuture<String> asked = new CompletableFuture<>();
        HttpServer sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.complete(URLDecoder.decode(form, StandardCharsets.UTF_8));
            byte[] answer = """
                    <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                      <AssumeRoleWithWebIdentityResult><Credentials>
                        <AccessKeyId>ASIAPOD</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
                        <SessionToken>session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
                      </Credentials></AssumeRoleWithWebIdentityResult>
                    </AssumeRoleWithWebIdentityResponse>
                    """.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        sts.start();
        System.setProperty(ENDPOINT, "http://127.0.0.1:" + sts.getAddress().getPort());
        System.setProperty(REGION, "eu-west-1");
        try (WebIdentityTokenFileCredentialsProvider provider = WebIdentityTokenFileCredentialsProvider.builder()
                .roleArn("arn:aws:iam::000000000000:role/daybook-report")
                .roleSessionName("test")
                .webIdentityTokenFile(token)
                .build()) {
            AwsCredentials credentials = provider.resolveCredentials();
            assertThat(credentials.accessKeyId()).isEqualTo("ASIAPOD");
            assertThat(asked.get(1, TimeUnit.SECONDS))
                    .contains(
                            "Action=AssumeRoleWithWebIdentity",
                            "WebIdentityToken=token-of-the-pod",
                            "role/daybook-report");
        } finally {
            sts.stop(0);
        }
    }
}
