package dev.daybook.report;

import dev.daybook.report.publish.LedgerDatabase;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.io.PrintStream;
import java.util.Map;

/**
 * Brings the ledger's tables to this release before its services start, as they would do themselves: so a migration that fails
 * is seen before a service is replaced. Run again it changes nothing. Exit status 0: done; 1: the database refused or didn't
 * answer; 2: wrong settings.
 */
public final class LedgerSchemaCommand {
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_WRONG_SETTINGS = 2;

    private LedgerSchemaCommand() {}

    public static void main(String[] arguments) {
        System.exit(run(System.getenv(), System.out, System.err));
    }

    /** What the command does, with the exit status that it has. */
    public static int run(Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            LedgerDatabase.Access access = access(Settings.of(environment));
            LedgerDatabase.open(access, ReportLimits.DEFAULT.databaseStart()).close();
            out.println("The ledger's tables are those of this release.");
            return 0;
        } catch (WrongSettings wrong) {
            wrong.errors().forEach(error -> err.println("ledger schema: " + error));
            return EXIT_WRONG_SETTINGS;
        } catch (IllegalStateException failed) {
            err.println("ledger schema: " + failed.getMessage());
            return EXIT_FAILED;
        }
    }

    /**
     * Reads the environment.
     *
     * @throws WrongSettings with everything that is wrong with it
     */
    public static LedgerDatabase.Access access(Settings settings) {
        CommonSettings.LOGGING.forEach(settings::get);
        String url = settings.get(ReportConfig.DB_URL);
        String user = settings.get(ReportConfig.DB_USER);
        Secret password = settings.get(ReportConfig.DB_PASSWORD);
        settings.throwIfWrong();
        return new LedgerDatabase.Access(url, user, password);
    }
}
