package dev.daybook.allinone.aws;

import dev.daybook.allinone.ChildJvm;
import dev.daybook.allinone.ListenAddress;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Is in the middle of an upload, the half-written file on the disk, when it announces itself to be killed. */
final class SlowUpload {
    private static final int LENGTH = 8 << 20;

    private SlowUpload() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Path reports = home.resolve("s3/buckets/daybook-reports/reports");
        try (AwsStandIn standIn = AwsStandIn.start(home, ListenAddress.loopback(0, "AWS_PORT"), Clock.systemUTC());
                S3Client s3 = SdkClients.s3(standIn)) {
            s3.createBucket(request -> request.bucket("daybook-reports"));
            Thread upload = new Thread(() -> s3.putObject(
                    request -> request.bucket("daybook-reports").key("reports/slow"),
                    RequestBody.fromContentProvider(HalfAndWait::new, LENGTH, "text/plain")));
            upload.setDaemon(true);
            upload.start();
            while (!hasFile(reports)) {
                Thread.onSpinWait();
            }
            ChildJvm.announce("uploading");
        }
    }

    private static boolean hasFile(Path folder) throws Exception {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    /** Gives half of the content and then nothing more, without ending. */
    private static final class HalfAndWait extends InputStream {
        private int given;

        @Override
        public int read() {
            if (given++ >= LENGTH / 2) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    return -1;
                }
            }
            return 'x';
        }
    }
}
