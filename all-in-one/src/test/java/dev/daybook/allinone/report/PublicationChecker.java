package dev.daybook.allinone.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.report.FaultySns.Call;
import dev.daybook.service.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges reports that were made while everything around them failed, by what the network before SNS saw, the files on the S3
 * server's disk, and the ledger's rows. It shares no code with the report service. Each date that was asked for gets exactly one
 * revision, whose bytes never change once they were seen, and whose mail is never handed over again once it may have been taken.
 * It is UNKNOWN where nobody can tell whether it was taken, and nowhere else.
 */
final class PublicationChecker {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern FILE = Pattern.compile("[a-z-]+\\.(json|txt|csv|html)");
    private static final int MAX_PROBLEMS = 50;

    /** UNKNOWN where too little went wrong to have shown anything. */
    enum Verdict {
        PASS,
        FAIL,
        UNKNOWN
    }

    /**
     * What came of it.
     *
     * @param lacking which faults fired less often than they have to, in words
     */
    record Result(Verdict verdict, List<String> problems, List<String> lacking, Map<String, Integer> fired) {}

    private record Row(
            LocalDate date, int revision, Optional<String> publication, String sha256, Optional<String> messageId) {}

    private final Path bucket;
    private final Duration publishTimeout;
    private final Map<LocalDate, String> runs = new TreeMap<>();
    private final Map<String, String> shaOfFile = new HashMap<>();
    private final Map<LocalDate, String> claimed = new HashMap<>();
    private final Set<LocalDate> diedWhileSending = ConcurrentHashMap.newKeySet();
    private final Set<LocalDate> closedWhileSending = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> fired = new ConcurrentHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * A checker of one ledger and bucket.
     *
     * @param bucket the folder in which the S3 server keeps the bucket of the reports
     * @param publishTimeout after which a publisher waits for SNS's answer no more
     */
    PublicationChecker(Path bucket, Duration publishTimeout) {
        this.bucket = bucket;
        this.publishTimeout = publishTimeout;
    }

    void asked(LocalDate date, String runId) {
        runs.put(date, runId);
    }

    /** The process died after it had said that it would send, and before it said what came of it. */
    void diedWhileSending(LocalDate date) {
        diedWhileSending.add(date);
    }

    /** The process was told to end meanwhile: it may have noted what came of it, or been too late for that. */
    void closedWhileSending(Collection<LocalDate> dates) {
        closedWhileSending.addAll(dates);
    }

    void fired(String fault) {
        fired.computeIfAbsent(fault, first -> new AtomicInteger()).incrementAndGet();
    }

    /** Looks at what stands now; whatever was seen before has to stand as it was. */
    void look(Connection ledger, Collection<LocalDate> dates) throws SQLException, IOException {
        for (Row row : rows(ledger)) {
            String first = claimed.putIfAbsent(row.date(), row.sha256());
            if (first != null && !first.equals(row.sha256())) {
                problems.add(row.date() + ": the ledger had the bytes " + first + " and has " + row.sha256());
            }
        }
        for (LocalDate date : dates) {
            Map<String, byte[]> files = files(date);
            files.forEach((name, bytes) -> {
                String first = shaOfFile.putIfAbsent(name, sha256(bytes));
                if (first != null && !first.equals(sha256(bytes))) {
                    problems.add(name + " stood with other bytes before");
                }
            });
            shaOfFile.keySet().stream()
                    .filter(name -> name.startsWith(reports(date)) || name.startsWith(processed(date)))
                    .filter(name -> !files.containsKey(name))
                    .forEach(name -> problems.add(name + " stood before and is gone"));
        }
    }

    private static String reports(LocalDate date) {
        return "reports/" + date + "/";
    }

    private static String processed(LocalDate date) {
        return "processed/dt=" + date + "/";
    }

    /** The date's files by their keys. */
    private Map<String, byte[]> files(LocalDate date) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String prefix : List.of(reports(date), processed(date))) {
            Path folder = bucket.resolve(prefix);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> all = Files.walk(folder)) {
                    for (Path file : all.filter(Files::isRegularFile).toList()) {
                        if (FILE.matcher(file.getFileName().toString()).matches()) {
                            files.put(bucket.relativize(file).toString(), Files.readAllBytes(file));
                        }
                    }
                }
            }
        }
        return files;
    }

    /**
     * Judges, once nothing is under way any more.
     *
     * @param calls every call that came to SNS
     * @param enough how often each fault has to have fired for a PASS to mean anything
     */
    Result judge(Connection ledger, List<Call> calls, Map<String, Integer> enough) throws SQLException, IOException {
        look(ledger, runs.keySet());
        Map<LocalDate, List<Call>> callsOf = calls.stream()
                .collect(Collectors.groupingBy(call -> date(call.subject()), LinkedHashMap::new, Collectors.toList()));
        Map<LocalDate, List<Row>> rowsOf = rows(ledger).stream().collect(Collectors.groupingBy(Row::date));
        for (LocalDate date : runs.keySet()) {
            List<Row> rows = rowsOf.getOrDefault(date, List.of());
            if (rows.size() != 1 || rows.get(0).revision() != 1) {
                problems.add(date + " has the revisions " + rows);
                continue;
            }
            List<Call> sent = callsOf.getOrDefault(date, List.of());
            checkCalls(date, sent);
            checkOutcome(rows.get(0), sent);
            checkFiles(rows.get(0), sent);
        }
        callsOf.keySet().stream()
                .filter(date -> !runs.containsKey(date))
                .forEach(date -> problems.add(date + " was mailed, and nobody asked for it"));
        checkRuns(ledger);
        return result(enough);
    }

    private Result result(Map<String, Integer> enough) {
        Map<String, Integer> counts = new TreeMap<>();
        fired.forEach((fault, count) -> counts.put(fault, count.get()));
        List<String> lacking = enough.entrySet().stream()
                .filter(fault -> counts.getOrDefault(fault.getKey(), 0) < fault.getValue())
                .map(fault -> fault.getKey() + " fired " + counts.getOrDefault(fault.getKey(), 0) + " times of "
                        + fault.getValue())
                .sorted()
                .toList();
        Verdict verdict = !problems.isEmpty() ? Verdict.FAIL : lacking.isEmpty() ? Verdict.PASS : Verdict.UNKNOWN;
        return new Result(
                verdict, problems.stream().distinct().limit(MAX_PROBLEMS).toList(), lacking, counts);
    }

    /** Whatever may have been taken is the last call; only what SNS plainly refused may be sent again. */
    private void checkCalls(LocalDate date, List<Call> calls) {
        for (int i = 0; i < calls.size() - 1; i++) {
            if (!calls.get(i).fault().isPlainRefusal()) {
                problems.add(date + " was sent again after a call that ended as "
                        + calls.get(i).fault());
            }
        }
        long taken = calls.stream().filter(call -> call.messageId().isPresent()).count();
        if (taken > 1) {
            problems.add(date + " was taken by SNS " + taken + " times");
        }
    }

    private void checkOutcome(Row row, List<Call> calls) {
        Optional<String> taken =
                calls.stream().flatMap(call -> call.messageId().stream()).findFirst();
        String publication = row.publication().orElse("not stored");
        switch (publication) {
            case "PUBLISHED" -> {
                if (taken.isEmpty() || !taken.equals(row.messageId())) {
                    problems.add(row.date() + " is PUBLISHED as " + row.messageId() + ", and SNS took " + taken);
                }
                if (diedWhileSending.contains(row.date())) {
                    problems.add(row.date() + " is PUBLISHED, and who sent it died before it could know");
                }
            }
            case "UNKNOWN" -> {
                boolean lost = calls.stream().anyMatch(this::leavesInDoubt);
                if (!lost && !diedWhileSending.contains(row.date()) && !closedWhileSending.contains(row.date())) {
                    problems.add(row.date() + " is UNKNOWN without a cause");
                }
            }
            default -> problems.add(row.date() + " ended as " + publication);
        }
    }

    /** On a machine that is busy an answer that SNS gave late may have come too late for who waited. */
    private boolean leavesInDoubt(Call call) {
        return call.fault().leavesInDoubt() || call.took().compareTo(publishTimeout.dividedBy(3)) > 0;
    }

    private void checkFiles(Row row, List<Call> calls) throws IOException {
        Map<String, byte[]> files = files(row.date());
        String folder = reports(row.date()) + "r1/";
        byte[] canonical = files.get(folder + "report.json");
        byte[] text = files.get(folder + "report.txt");
        byte[] manifest = files.get(folder + "manifest.json");
        if (canonical == null || text == null || manifest == null) {
            problems.add(row.date() + " has the files " + files.keySet());
            return;
        }
        if (!sha256(canonical).equals(row.sha256())) {
            problems.add(row.date() + ": the ledger has " + row.sha256() + " and S3 " + sha256(canonical));
        }
        JsonNode listed = Json.MAPPER.readTree(manifest);
        checkListed(row.date(), listed, folder, files);
        checkListed(row.date(), listed.path("processed"), processed(row.date()) + "r1/", files);
        for (Call call : calls) {
            if (!call.mail().equals(new String(text, StandardCharsets.UTF_8))) {
                problems.add(row.date() + " was sent with another text than stands in S3");
            }
        }
    }

    private void checkListed(LocalDate date, JsonNode manifest, String folder, Map<String, byte[]> files) {
        if (manifest.path("files").isEmpty()) {
            problems.add(date + ": the manifest lists nothing under " + folder);
        }
        manifest.path("files").forEach(file -> {
            byte[] bytes = files.get(folder + file.path("name").asText());
            if (bytes == null || !file.path("sha256").asText().equals(sha256(bytes))) {
                problems.add(date + ": the manifest disagrees with " + folder
                        + file.path("name").asText());
            }
        });
    }

    private void checkRuns(Connection ledger) throws SQLException {
        Map<String, String> states = new HashMap<>();
        try (Statement statement = ledger.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, state, revision, detail FROM report_runs")) {
            while (row.next()) {
                states.put(row.getString(1), row.getString(2) + " " + row.getString(3) + " " + row.getString(4));
            }
        }
        runs.forEach((date, id) -> {
            String state = states.getOrDefault(id, "nowhere");
            if (!state.startsWith("DONE 1 ")) {
                problems.add("the run of " + date + " ended as " + state);
            }
        });
    }

    private static List<Row> rows(Connection ledger) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = ledger.createStatement();
                ResultSet row = statement.executeQuery("SELECT business_date, revision, publication, canonical_sha256,"
                        + " sns_message_id FROM report_revisions")) {
            while (row.next()) {
                rows.add(new Row(
                        row.getObject(1, LocalDate.class),
                        row.getInt(2),
                        Optional.ofNullable(row.getString(3)),
                        row.getString(4),
                        Optional.ofNullable(row.getString(5))));
            }
        }
        return rows;
    }

    private static LocalDate date(String subject) {
        Matcher date = DATE.matcher(subject);
        if (!date.find()) {
            throw new AssertionError("a mail with the subject " + subject);
        }
        return LocalDate.parse(date.group());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
