package dev.daybook.report.web;

import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.ReportFiles;
import dev.daybook.report.publish.ReportKinds;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionFile;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The files of a revision for download: those that its manifest lists, with the bytes whose SHA-256 it gives, and the manifest
 * itself. The last revision's unless another is asked for. Thread-safe.
 */
public final class FileApi {
    /** What is held in memory for one download; a list of some 400,000 reconciled orders. */
    private static final int MAX_FILE_BYTES = 32 * 1024 * 1024;

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "json", "application/json",
            "csv", "text/csv; charset=utf-8; header=present",
            "txt", "text/plain; charset=utf-8",
            "html", "text/html; charset=utf-8");

    private final ReportKinds kinds;
    private final RevisionLedger revisions;
    private final ReportFiles files;

    public FileApi(ReportKinds kinds, RevisionLedger revisions, ReportFiles files) {
        this.kinds = kinds;
        this.revisions = revisions;
        this.files = files;
    }

    public void addTo(Routes routes) {
        routes.get("/v1/reports/:date/files/:name", Access.READ, Parameters.refusing(this::file));
    }

    /** Where the file of a revision is. */
    static String path(Revision revision, String name) {
        return "/v1/reports/" + revision.key().date() + "/files/" + name + "?report="
                + revision.key().report() + "&revision=" + revision.key().revision();
    }

    private Answer file(Request request) throws Refused {
        DayKey day = new DayKey(Parameters.report(request, kinds), Parameters.date(request));
        OptionalInt wanted = Parameters.integer(request, "revision", 1, Integer.MAX_VALUE);
        Revision revision = (wanted.isPresent()
                        ? revisions.find(day.revision(wanted.getAsInt())).filter(Revision::isStored)
                        : revisions.lastStored(day))
                .orElseThrow(() -> new Refused(Problem.notFound("There is no such report.")));
        return served(revision, listed(revision, request.pathParameter("name")));
    }

    private RevisionFile listed(Revision revision, String name) throws Refused {
        Optional<RevisionFile> file = files.list(revision).stream()
                .filter(one -> one.name().equals(name))
                .findFirst();
        if (file.isEmpty()) {
            throw new Refused(Problem.notFound("Revision " + revision.key().revision() + " of "
                    + revision.key().date() + " has no file of that name; its manifest.json lists those it has."));
        }
        if (file.get().bytes() > MAX_FILE_BYTES) {
            throw new Refused(new Problem(
                    413,
                    "file_too_large",
                    "The file has " + file.get().bytes() + " bytes, and this service hands out "
                            + MAX_FILE_BYTES + "; it is in the bucket of the reports as "
                            + revision.s3Prefix() + name + "."));
        }
        return file.get();
    }

    private Answer served(Revision revision, RevisionFile file) {
        String extension = file.name().substring(file.name().lastIndexOf('.') + 1);
        String contentType = CONTENT_TYPES.getOrDefault(extension, "application/octet-stream");
        return new Answer(200, contentType, files.read(revision, file), Map.of())
                .with("Content-Disposition", "attachment; filename=\"" + downloadName(revision, file) + "\"")
                .with("ETag", "\"" + file.sha256() + "\"");
    }

    /** Says of what it is when it lies in somebody's folder; the manifest's names are Daybook's own, without quotes. */
    private static String downloadName(Revision revision, RevisionFile file) {
        return revision.key().report() + "-" + revision.key().date() + "-r"
                + revision.key().revision() + "-" + file.name();
    }
}
