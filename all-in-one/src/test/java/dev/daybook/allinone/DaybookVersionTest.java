package dev.daybook.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.structure.Checkout;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DaybookVersionTest {
    private static final Pattern PROJECT_VERSION =
            Pattern.compile("<artifactId>daybook</artifactId>\\s*<version>([^<]+)</version>");

    @Test
    void everyCommandPrintsTheProjectsVersionAndJavas() throws IOException {
        Matcher version =
                PROJECT_VERSION.matcher(Files.readString(Checkout.root().resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        List<List<String>> commands = new ArrayList<>();
        collect(Daybook.commandLine(new PrintStream(PrintStream.nullOutputStream())), List.of(), commands);
        assertThat(commands).contains(List.of(), List.of("demo"), List.of("report", "list"));
        for (List<String> command : commands) {
            assertThat(printed(command))
                    .as("%s", command)
                    .containsExactly("daybook " + version.group(1), "Java " + Runtime.version());
        }
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> commands) {
        commands.add(path);
        command.getSubcommands().forEach((name, subcommand) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(subcommand, longer, commands);
        });
    }

    private static List<String> printed(List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--version");
        StringWriter printed = new StringWriter();
        int status = Daybook.commandLine(new PrintStream(PrintStream.nullOutputStream()))
                .setOut(new PrintWriter(printed))
                .execute(arguments.toArray(String[]::new));
        assertThat(status).isZero();
        return printed.toString().lines().toList();
    }
}
