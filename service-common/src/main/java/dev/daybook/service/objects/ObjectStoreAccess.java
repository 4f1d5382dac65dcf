package dev.daybook.service.objects;

import dev.daybook.service.settings.Secret;
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

    /** A static AWS access key. */
    public record AwsKeyPair(String accessKeyId, Secret secretAccessKey) {}
}
