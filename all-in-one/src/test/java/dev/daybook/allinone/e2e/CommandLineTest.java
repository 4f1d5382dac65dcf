package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal sees: output, exit status, and what is left running. */
class CommandLineTest {
    @TempDir
    Path folder;

    @Test
    void demoOncePrintsTheMailAndEndsWithZero_andAgainPrintsTheSameMail() throws Exception {
        Path home = folder.resolve("home");
        // As in the shell of somebody who is signed in at AWS.
        Map<String, String> shell = Map.of(
                "AWS_ACCESS_KEY_ID", "ASIAOFTHEUSER",
                "AWS_SECRET_ACCESS_KEY", "of the user",
                "AWS_SESSION_TOKEN", "of the user");
        DaybookProcess first = DaybookProcess.launch(home, shell, "demo", "--once");
        assertThat(first.awaitEnd()).as(first.output()).isZero();
        String mail = mail(first.output());
        assertThat(mail).contains("Subject:").contains("soho").contains("GBP");
        assertThat(first.output())
                .contains("the report's revision 1 is what the archive comes to")
                .contains("the live state is what the archive comes to");
        assertThat(mail)
                .contains("FAIL", "2 only in the shop's database")
                .containsPattern("soho-[0-9-]+-2401 of soho: GBP [0-9.]+ in the shop's database")
                .containsPattern("camden-[0-9-]+-2402 of camden: GBP [0-9.]+ in the shop's database")
                .doesNotContain("only in the stream", "with another amount");

        Files.delete(folder.resolve("home.output"));
        DaybookProcess second = DaybookProcess.launch(home, Map.of(), "demo", "--once");
        assertThat(second.awaitEnd()).as(second.output()).isZero();
        assertThat(mail(second.output())).isEqualTo(mail);

        DaybookProcess clean = DaybookProcess.launch(home, Map.of(), "clean");
        assertThat(clean.awaitEnd()).as(clean.output()).isZero();
        assertThat(home).doesNotExist();
    }

    @Test
    void takenPortIsOneLineThatNamesPortAndSetting_exitTwo_andNothingIsLeftRunning() throws Exception {
        for (String setting :
                List.of("INGEST_PORT", "PROCESSOR_PORT", "REPORT_PORT", "AWS_PORT", "KAFKA_PORT", "DB_PORT")) {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                Path home = folder.resolve(setting);
                DaybookProcess daybook = DaybookProcess.launch(
                        home, Map.of(setting, Integer.toString(taken.getLocalPort()), "LOG_LEVEL", "OFF"), "up");
                assertThat(daybook.awaitEnd())
                        .as(setting + ": " + daybook.output())
                        .isEqualTo(2);
                List<String> lines = daybook.output()
                        .lines()
                        .filter(line -> line.startsWith("daybook: "))
                        .toList();
                assertThat(lines).as(daybook.output()).hasSize(1);
                assertThat(lines.get(0))
                        .contains(Integer.toString(taken.getLocalPort()))
                        .contains(setting);
                assertThat(serversOn(home)).isEmpty();
            }
        }
    }

    @Test
    void everyWrongSettingIsListedAtOnce_andExitIsTwo() throws Exception {
        DaybookProcess daybook = DaybookProcess.launch(
                folder.resolve("home"),
                Map.of(
                        "INGEST_PORT",
                        "eighty",
                        "DAY_STARTS_AT",
                        "morning",
                        "DAYBOOK_HOEM",
                        "x",
                        "REPORT_CRON",
                        "at noon"),
                "up");
        assertThat(daybook.awaitEnd()).as(daybook.output()).isEqualTo(2);
        assertThat(daybook.output())
                .contains("INGEST_PORT")
                .contains("DAY_STARTS_AT")
                .contains("DAYBOOK_HOEM")
                .contains("REPORT_CRON");
    }

    @Test
    void cleanRemovesNothing_whenTheHomesSettingIsMisspelt() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("api-keys.json"), "{}");
        DaybookProcess clean = DaybookProcess.launch(home, Map.of("DAYBOOK_HOEM", "/elsewhere"), "clean");
        assertThat(clean.awaitEnd()).as(clean.output()).isEqualTo(2);
        assertThat(clean.output()).contains("DAYBOOK_HOEM");
        assertThat(home.resolve("api-keys.json")).exists();
    }

    @Test
    void secondDaybookOnTheSameHomeIsRefused() throws Exception {
        Path home = folder.resolve("home");
        try (DaybookProcess first = DaybookProcess.up(home, Map.of())) {
            DaybookProcess second = DaybookProcess.launch(home, Map.of(), "up");
            assertThat(second.awaitEnd()).isEqualTo(2);
            assertThat(second.output()).contains(home.toString());
            JsonNode figures = first.client().dailySales("2026-01-01").json();
            assertThat(figures.path("stores")).isEmpty();
            assertThat(first.terminate()).isEqualTo(143);
        }
        assertThat(serversOn(home)).isEmpty();
    }

    private static String mail(String output) {
        return output.substring(output.indexOf("To:"), output.indexOf("\nverify "));
    }

    private static List<Long> serversOn(Path home) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(home.toString()))
                .filter(process -> process.info().command().orElse("").endsWith("mariadbd"))
                .map(ProcessHandle::pid)
                .toList();
    }
}
