package dev.daybook.report.publish;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.daybook.report.daily.AccountingJson;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.ReportStatus;
import dev.daybook.service.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A row of {@code report_revisions} and its columns. */
final class RevisionRow {
    /** Takes the three parts of a {@link RevisionKey}. */
    static final String KEY = " report = ? AND business_date = ? AND revision = ? ";

    private static final TypeReference<List<RevisionSummary.Net>> NETS = new TypeReference<>() {};

    private RevisionRow() {}

    static RevisionKey key(ResultSet row) throws SQLException {
        return new RevisionKey(
                row.getString("report"), row.getObject("business_date", LocalDate.class), row.getInt("revision"));
    }

    static Revision revision(ResultSet row) throws SQLException {
        String publication = row.getString("publication");
        return new Revision(
                key(row),
                publication == null ? null : Publication.valueOf(publication),
                Optional.ofNullable(row.getString("withheld")).map(Withheld::valueOf),
                summary(row),
                row.getString("canonical_sha256"),
                row.getString("s3_prefix"),
                Sql.instant(row, "stored_at"),
                row.getInt("publish_attempts"),
                Sql.instant(row, "published_at"),
                row.getString("sns_message_id"),
                row.getString("last_error"));
    }

    private static RevisionSummary summary(ResultSet row) throws SQLException {
        try {
            return new RevisionSummary(
                    ReportStatus.valueOf(row.getString("status")),
                    Optional.ofNullable(row.getString("cut")).map(CanonicalJson::readCut),
                    Json.MAPPER.readValue(row.getString("net"), NETS),
                    Optional.ofNullable(row.getString("accounting")).map(AccountingJson::read),
                    Optional.ofNullable(row.getString("reconciliation")).map(Reconciliation.Status::valueOf),
                    row.getString("sales_digest"));
        } catch (IOException malformed) {
            throw new UncheckedIOException("the ledger's net of " + key(row) + " is not JSON", malformed);
        }
    }

    static String cut(RevisionSummary summary) {
        return summary.cut().map(CanonicalJson::writeCut).orElse(null);
    }

    static String net(RevisionSummary summary) {
        return Json.MAPPER.valueToTree(summary.net()).toString();
    }

    static String accounting(RevisionSummary summary) {
        return summary.accounting()
                .map(accounting -> AccountingJson.of(accounting).toString())
                .orElse(null);
    }

    static String reconciliation(RevisionSummary summary) {
        return summary.reconciliation().map(Enum::name).orElse(null);
    }
}
