import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Prints the folder of the pinned Maven, after downloading and unpacking it where that wasn't done before. The archive is used
 * only if its SHA-512 is the one below; the folder appears whole or not at all.
 */
class MavenDistribution {
    static final String VERSION = "3.9.16";
    static final String SHA512 = "ed41650d42485cfc243fad22158caf9cbb5dc408ce7a09ddb94dd42a019de929"
            + "ca43065bfa450612cf12bf78b5cafa3884b96c090de326ff590448c933454af3";
    static final String URL = "https://archive.apache.org/dist/maven/maven-3/" + VERSION + "/binaries/apache-maven-" + VERSION
            + "-bin.zip";
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(10);

    public static void main(String[] args) throws Exception {
        Path home = Path.of(System.getProperty("user.home"), ".m2", "wrapper", "daybook", "apache-maven-" + VERSION);
        if (!Files.isRegularFile(home.resolve("bin/mvn"))) {
            String given = System.getenv("MAVEN_DISTRIBUTION_URL");
            String url = given == null || given.isBlank() ? URL : given;
            System.err.println("mvnw: downloading Maven " + VERSION + " from " + URI.create(url).getHost());
            install(download(url), home);
        }
        System.out.println(home);
    }

    static byte[] download(String url) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpResponse<byte[]> answer;
        try {
            answer = client.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(DOWNLOAD_TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw stop("could not download " + url + " (" + e + "); put Maven 3.8.6 or newer on the PATH, or set"
                    + " MAVEN_DISTRIBUTION_URL to a copy of apache-maven-" + VERSION + "-bin.zip");
        }
        if (answer.statusCode() != 200) {
            throw stop(url + " answered " + answer.statusCode());
        }
        String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(answer.body()));
        if (!sum.equals(SHA512)) {
            throw stop(url + " is not Maven " + VERSION + ": its SHA-512 is " + sum + ", not " + SHA512);
        }
        return answer.body();
    }

    static void install(byte[] archive, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Path unpacked = Files.createTempDirectory(home.getParent(), "unpacking-");
        try (ZipInputStream zip = new ZipInputStream(new java.io.ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                write(entry, zip, unpacked);
            }
        }
        unpacked.resolve("apache-maven-" + VERSION + "/bin/mvn").toFile().setExecutable(true);
        Files.move(unpacked.resolve("apache-maven-" + VERSION), home, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(unpacked);
    }

    static void write(ZipEntry entry, InputStream content, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("the archive holds a path outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else {
            Files.createDirectories(target.getParent());
            Files.copy(content, target);
        }
    }

    static Error stop(String why) {
        System.err.println("mvnw: " + why);
        System.exit(1);
        return new Error(why);
    }
}
