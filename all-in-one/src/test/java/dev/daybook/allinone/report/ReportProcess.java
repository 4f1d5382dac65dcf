package dev.daybook.allinone.report;

import dev.daybook.allinone.ChildJvm;
import dev.daybook.report.ReportService;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.Step;
import java.io.IOException;
import java.io.Reader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/** A report service in a process of its own that asks itself for a run, and stands still behind one of its steps to be killed. */
final class ReportProcess {
    private ReportProcess() {}

    /** Starts one and returns when the date's run stands behind the step. */
    static ChildJvm startAndStandBehind(ReportStand stand, Path settings, LocalDate date, Step step)
            throws IOException {
        Properties properties = new Properties();
        properties.putAll(stand.settings(ReportStand.NEVER));
        try (var out = Files.newBufferedWriter(settings)) {
            properties.store(out, null);
        }
        return ChildJvm.start(
                ReportProcess.class,
                settings,
                date,
                step,
                stand.apiKey(),
                stand.publishTimeout(),
                stand.deadline(),
                stand.lease());
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(in);
        }
        Map<String, String> settings = new HashMap<>();
        properties.forEach((name, value) -> settings.put(name.toString(), value.toString()));
        LocalDate date = LocalDate.parse(arguments[1]);
        Step step = Step.valueOf(arguments[2]);
        ReportService service = ReportService.start(
                ReportStand.config(
                        settings,
                        Duration.parse(arguments[4]),
                        Duration.parse(arguments[5]),
                        Duration.parse(arguments[6])),
                Clock.systemUTC(),
                (taken, day) -> standStill(taken == step && day.date().equals(date), day));
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(service.address().resolve("/v1/reports/" + date + "/runs"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .header("Authorization", "Bearer " + arguments[3])
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        new CountDownLatch(1).await();
    }

    private static void standStill(boolean here, DayKey day) {
        if (here) {
            try {
                ChildJvm.announce(day.toString());
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
