package dev.daybook.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/** The images that the tests run, under the names and settings of {@code docker-compose.yml}. */
final class ContainerImages {
    static final String KAFKA = setting("KAFKA_IMAGE", "apache/kafka:4.3.1");
    static final String MARIADB = setting("MARIADB_IMAGE", "mariadb:11.4");
    static final String INGEST = ofDaybook("ingest");
    static final String PROCESSOR = ofDaybook("processor");
    static final String REPORT = ofDaybook("report");
    static final String AWS_STAND_IN = ofDaybook("aws-stand-in");

    private static final long PULL_MINUTES = 5;

    private ContainerImages() {}

    /** The stand-in of an image that Testcontainers knows by its public name. */
    static DockerImageName as(String image, String publicName) {
        return DockerImageName.parse(image).asCompatibleSubstituteFor(publicName);
    }

    private static String ofDaybook(String image) {
        return setting("IMAGE_PREFIX", "daybook/") + image + ":" + setting("IMAGE_TAG", "latest");
    }

    private static String setting(String name, String usual) {
        return Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(System.getenv(name)))
                .filter(value -> !value.isEmpty())
                .orElse(usual);
    }

    /** Why the tests can't run here, or empty where an engine answers and has, or can get, all of the images. */
    static Optional<String> missing() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("no Docker engine answers; deploy/test/engine can start one");
        }
        DockerClient engine = DockerClientFactory.instance().client();
        return List.of(INGEST, PROCESSOR, REPORT, AWS_STAND_IN).stream()
                .filter(image -> !isThere(engine, image))
                .findFirst()
                .map(image -> "the engine has no image " + image + "; deploy/images/build builds it")
                .or(() -> List.of(KAFKA, MARIADB).stream()
                        .filter(image -> !isThere(engine, image) && !canBePulled(engine, image))
                        .findFirst()
                        .map(image -> "the image " + image + " is not there and can't be pulled"));
    }

    private static boolean isThere(DockerClient engine, String image) {
        try {
            engine.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException absent) {
            return false;
        }
    }

    private static boolean canBePulled(DockerClient engine, String image) {
        DockerImageName name = DockerImageName.parse(image);
        try {
            return engine.pullImageCmd(name.getUnversionedPart())
                    .withTag(name.getVersionPart())
                    .start()
                    .awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES);
        } catch (DockerClientException | DockerException unreachable) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
