package dev.daybook.report.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kinds of reports that this release knows, in the order in which people are shown them. Immutable. */
public final class ReportKinds {
    private final List<ReportKind> kinds;

    public ReportKinds(ReportKind... kinds) {
        this.kinds = List.of(kinds);
    }

    /** @throws IllegalStateException where there is none of that name: the ledger is a newer release's */
    public ReportKind of(DayKey day) {
        return find(day.report())
                .orElseThrow(() -> new IllegalStateException(
                        "this release knows no report \"" + day.report() + "\", only " + names()));
    }

    public Optional<ReportKind> find(String name) {
        return kinds.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    public List<String> names() {
        return kinds.stream().map(ReportKind::name).toList();
    }

    /** The names of those that are made with these settings. */
    public List<String> madeHere() {
        List<String> names = new ArrayList<>(names());
        names.removeIf(name -> find(name).flatMap(ReportKind::notMadeHere).isPresent());
        return names;
    }
}
