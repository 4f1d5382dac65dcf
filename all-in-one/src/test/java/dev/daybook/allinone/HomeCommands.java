package dev.daybook.allinone;

import dev.daybook.allinone.StoppedOrRunning.Needs;
import dev.daybook.ingest.archive.ArchiveCommand;
import dev.daybook.processor.verify.ExplainCommand;
import dev.daybook.processor.verify.VerifyCommand;
import dev.daybook.service.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Runs a command on a home as the command line does, in this process. */
public final class HomeCommands {
    private final Map<String, String> environment;

    /** @param out what a pipe gets */
    public record Result(int status, String out, String err) {
        @Override
        public String toString() {
            return "status " + status + "\n" + out + err;
        }
    }

    private interface Command {
        int run(String[] arguments, Settings settings, PrintStream out, PrintStream err) throws Exception;
    }

    public HomeCommands(Path home, Map<String, String> settings) {
        environment = new HashMap<>(settings);
        environment.put("DAYBOOK_HOME", home.toString());
    }

    public Result verify(String... arguments) throws Exception {
        return run(Needs.S3, VerifyCommand::run, arguments);
    }

    public Result explain(String... arguments) throws Exception {
        return run(Needs.S3, ExplainCommand::run, arguments);
    }

    public Result archive(String what) throws Exception {
        return run(Needs.ofArchive(what), ArchiveCommand::run, what);
    }

    private Result run(Needs needs, Command command, String... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status;
        try (StoppedOrRunning home = StoppedOrRunning.open(environment, needs, Clock.systemUTC(), line -> {})) {
            status = command.run(arguments, home.settings(), stream(out), stream(err));
        }
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
