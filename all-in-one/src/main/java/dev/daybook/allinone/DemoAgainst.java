package dev.daybook.allinone;

import dev.daybook.allinone.sample.SampleDay;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The demo against an installation that runs elsewhere, in containers for example: over its public HTTP API alone, with a key
 * that may write, read and operate. {@code DEFAULT_TIME_ZONE} and {@code DAY_STARTS_AT} have to be the installation's.
 */
final class DemoAgainst {
    private static final int REPORT_PORT = 8082;
    private static final int INBOX_PORT = 8083;

    private static final Setting<Secret> API_KEY = Setting.secret(
                    "DAYBOOK_API_KEY", "A key of the installation that may write, read and operate.")
            .asRequired();

    @Option(
            names = "--against",
            required = true,
            paramLabel = "URL",
            converter = ServiceUrl.class,
            description =
                    "Start nothing; use the installation whose ingest service is here, with the key in DAYBOOK_API_KEY"
                            + " or the file that DAYBOOK_API_KEY_FILE names.")
    private URI ingest;

    @Option(
            names = "--report",
            paramLabel = "URL",
            converter = ServiceUrl.class,
            description = "Where its report service is, if not at port " + REPORT_PORT + " of the same host.")
    private URI report;

    @Option(
            names = "--inbox",
            paramLabel = "URL",
            converter = ServiceUrl.class,
            description = "Where the inbox of its AWS stand-in is, if not at port " + INBOX_PORT + " of the same host.")
    private URI inbox;

    @Option(names = "--no-inbox", description = "It has no AWS stand-in: mails go to people.")
    private boolean noInbox;

    /** Posts yesterday's trade, has it reported, prints the mail; the exit status. */
    int run(Map<String, String> environment, Clock clock, PrintStream out) throws IOException, InterruptedException {
        Settings settings = Settings.of(environment);
        Secret key = settings.get(API_KEY);
        ZoneId zone = settings.get(CommonSettings.DEFAULT_TIME_ZONE);
        LocalTime dayStartsAt = settings.get(CommonSettings.DAY_STARTS_AT);
        settings.throwIfWrong();
        LocalDate yesterday = SampleDay.lastEnded(clock.instant(), zone, dayStartsAt);
        new Demo(target(), key, out, Terminal.isOutput()).run(SampleDay.of(yesterday, SampleDay.ZONE));
        return 0;
    }

    private Demo.Target target() {
        return new Demo.Target(
                ingest,
                report == null ? atPort(REPORT_PORT) : report,
                noInbox ? Optional.empty() : Optional.of(inbox == null ? atPort(INBOX_PORT) : inbox));
    }

    private URI atPort(int port) {
        try {
            return new URI(ingest.getScheme(), null, ingest.getHost(), port, "/", null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("--against is not an http URL: " + ingest, e);
        }
    }
}
