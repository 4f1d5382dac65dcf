package dev.daybook.report.publish;

import dev.daybook.service.objects.ObjectStoreUnavailable;
import java.util.Optional;

/**
 * Reports as they would be if they were run now. Nothing is claimed, stored or sent. Blocks as a run does; thread-safe; throws
 * {@link ObjectStoreUnavailable} and {@link LedgerUnavailable}.
 */
public final class Previews {
    private final ReportKinds kinds;
    private final RevisionLedger revisions;
    private final ReportFiles files;

    public Previews(ReportKinds kinds, RevisionLedger revisions, ReportFiles files) {
        this.kinds = kinds;
        this.revisions = revisions;
        this.files = files;
    }

    /** What a run would come to. */
    public sealed interface Preview {

        /** Nothing yet: it would wait, for that reason. */
        record Held(String reason) implements Preview {}

        /**
         * A report.
         *
         * @param stands whether it is the revision that stands already, byte for byte; a new one otherwise
         * @param missing what a run would wait for until its deadline; empty where nothing is missing
         */
        record Made(int revision, boolean stands, byte[] canonical, Rendered rendered, Optional<String> missing)
                implements Preview {}
    }

    public Preview of(DayKey day) throws InterruptedException {
        ReportKind kind = kinds.of(day);
        DayReading reading = kind.read(day.date());
        if (reading instanceof DayReading.Held held) {
            return new Preview.Held(held.reason());
        }
        DayReading.Read read = (DayReading.Read) reading;
        Optional<Revision> last = revisions.last(day);
        if (last.isPresent() && !last.get().isStored()) {
            return new Preview.Held("revision " + last.get().key().revision() + " is being made at this moment");
        }
        Optional<Draft> draft = read.drafts().after(last);
        int revision = draft.map(Draft::revision)
                .orElseGet(() -> last.orElseThrow().key().revision());
        byte[] canonical = draft.map(Draft::canonical).orElseGet(() -> files.canonical(last.orElseThrow()));
        return new Preview.Made(revision, draft.isEmpty(), canonical, kind.render(canonical), read.missing());
    }
}
