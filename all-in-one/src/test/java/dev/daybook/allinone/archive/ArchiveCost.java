package dev.daybook.allinone.archive;

import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import dev.daybook.allinone.sample.SampleDay;
import dev.daybook.events.BusinessDay;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.Identity;
import dev.daybook.ingest.archive.ArchiveConfig;
import dev.daybook.ingest.archive.ArchiveLimits;
import dev.daybook.ingest.archive.ArchiveSteps;
import dev.daybook.ingest.archive.Archiver;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures the archiver as a process: CPU time of its whole JVM, start included, and bytes in the bucket, for events of the
 * sample day with ids of their own. Broker and S3 run in another process. Run it by hand: {@code ArchiveCost 1000000}.
 */
final class ArchiveCost {
    private static final ArchiveLimits DEFAULTS = new ArchiveLimits(8 << 20, 200_000, Duration.ofSeconds(5), 64 << 20);

    private ArchiveCost() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 1) {
            measure(Integer.parseInt(arguments[0]));
        } else {
            archive(arguments);
        }
    }

    private static void measure(int events) throws Exception {
        Path folder = Files.createTempDirectory("archive-cost");
        try (ArchiveStack stack = new ArchiveStack(folder)) {
            ArchiveCase archive = stack.newCase(12);
            long bytes = send(archive, events);
            Path done = folder.resolve("done");
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ArchiveCost.class.getName(),
                            stack.bootstrapServers(),
                            stack.s3Endpoint().toString(),
                            stack.accessKeyId(),
                            stack.secretAccessKey(),
                            archive.prefix(),
                            archive.bucket(),
                            done.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(new File(folder.toFile(), "log"))
                    .start();
            try {
                await().forever().until(() -> archive.isArchived() || !child.isAlive());
                Files.createFile(done);
                child.waitFor();
                System.out.println(
                        Files.readString(folder.resolve("log")).lines().reduce("", (a, b) -> b));
            } finally {
                child.destroyForcibly();
            }
            long stored = stored(archive, "raw/");
            System.out.printf(
                    "%d events of %d bytes: %.1f bytes archived and %.2f bytes of index an event, in %d objects%n",
                    events,
                    bytes / events,
                    (double) stored / events,
                    (double) stored(archive, "index/") / events,
                    archive.checker().objects().size());
        }
    }

    private static long stored(ArchiveCase archive, String prefix) {
        return archive
                .stack()
                .s3()
                .listObjectsV2Paginator(list -> list.bucket(archive.bucket()).prefix(prefix))
                .contents()
                .stream()
                .mapToLong(object -> object.size())
                .sum();
    }

    private static long send(ArchiveCase archive, int events) {
        LocalDate date = LocalDate.of(2026, 11, 19);
        List<String> day = SampleDay.of(date, ZoneId.of("Europe/London")).events();
        ByteArraySerializer bytes = new ByteArraySerializer();
        long sent = 0;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        archive.stack().bootstrapServers(),
                        "compression.type",
                        "lz4",
                        "linger.ms",
                        20),
                bytes,
                bytes)) {
            for (int i = 0; i < events; i++) {
                String json = day.get(i % day.size()).replaceFirst("\"event_id\":\"", "\"event_id\":\"" + i + "-");
                byte[] value = json.getBytes(StandardCharsets.UTF_8);
                byte[] key = new Identity("pos", String.valueOf(i)).key();
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(archive.topics().events().name(), key, value);
                record.headers().add(EventHeaders.PRODUCER, "tills".getBytes(StandardCharsets.UTF_8));
                EventHeaders.stamp(
                        record.headers(),
                        BusinessDay.of(
                                date.atStartOfDay().toInstant(ZoneOffset.UTC).plusMillis(i * 40L),
                                ZoneOffset.UTC,
                                LocalTime.MIDNIGHT));
                producer.send(record);
                sent += value.length;
            }
        }
        return sent;
    }

    private static void archive(String[] arguments) {
        ArchiveConfig config = ArchiveCase.config(
                arguments[0],
                Map.of(),
                arguments[4],
                arguments[5],
                ArchiveCase.access(URI.create(arguments[1]), arguments[2], arguments[3]),
                DEFAULTS);
        try (Archiver archiver = ArchiveCase.start(config, ArchiveSteps.UNWATCHED)) {
            await().forever()
                    .until(() -> Files.exists(Path.of(arguments[6]))
                            || archiver.alarm().isPresent());
        }
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.out.printf("CPU of the archiver's process: %.1f s%n", system.getProcessCpuTime() / 1e9);
    }
}
