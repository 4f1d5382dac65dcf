package dev.daybook.service.objects;

import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Settings;
import java.net.URI;
import java.util.Optional;

/**
 * How S3 is reached.
 *
 * @param endpoint empty for AWS itself; a given one is addressed path-style
 * @param kmsKeyId the key that objects are encrypted with on the server
 * @param keyPair empty for the SDK's default chain: environment, web identity, instance profile
 */
public record ObjectStoreAccess(
        String region, Optional<URI> endpoint, Optional<String> kmsKeyId, Optional<AwsKeyPair> keyPair) {

    /** Reads it; the caller ends the reading with {@link Settings#throwIfWrong()} before it uses the result. */
    public static ObjectStoreAccess from(Settings settings) {
        Optional<Secret> id = settings.find(CommonSettings.AWS_ACCESS_KEY_ID);
        Optional<Secret> secret = settings.find(CommonSettings.AWS_SECRET_ACCESS_KEY);
        if (id.isPresent() != secret.isPresent()) {
            settings.wrong("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together: set both, or neither");
        }
        boolean isTemporary = settings.find(CommonSettings.AWS_SESSION_TOKEN).isPresent();
        return new ObjectStoreAccess(
                settings.get(CommonSettings.AWS_REGION),
                settings.find(CommonSettings.AWS_ENDPOINT_URL_S3),
                settings.find(CommonSettings.S3_SSE_KMS_KEY_ID),
                isTemporary
                        ? Optional.empty()
                        : id.flatMap(key -> secret.map(value -> new AwsKeyPair(key.reveal(), value))));
    }

    /** A static AWS access key. */
    public record AwsKeyPair(String accessKeyId, Secret secretAccessKey) {}
}
