package dev.daybook.report.source;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The current row of one of the shop's queries, its columns by name in any case. What a column must hold and doesn't throws
 * {@link UnusableRow} with the query's setting, the row's number and the column; the value itself isn't shown.
 */
final class ShopRow {
    private record Column(int index, int type, String typeName) {}

    private final ShopQuery query;
    private final ResultSet rows;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private long number;

    ShopRow(ShopQuery query, ResultSet rows) throws SQLException {
        this.query = query;
        this.rows = rows;
        ResultSetMetaData meta = rows.getMetaData();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String name = meta.getColumnLabel(i).toLowerCase(Locale.ROOT);
            Column column = new Column(i, meta.getColumnType(i), meta.getColumnTypeName(i));
            if (columns.put(name, column) != null) {
                throw new UnusableRow(query.setting() + " has two columns " + name);
            }
        }
    }

    boolean next() throws SQLException {
        number++;
        return rows.next();
    }

    /** Refuses a query without one of the columns, also where it has no rows. */
    void require(String... names) {
        for (String name : names) {
            if (!has(name)) {
                throw new UnusableRow(
                        query.setting() + " has no column " + name + "; it has " + String.join(", ", columns.keySet()));
            }
        }
    }

    boolean has(String name) {
        return columns.containsKey(name);
    }

    /** The text of a column, empty where it is NULL. */
    Optional<String> text(String name) throws SQLException {
        return Optional.ofNullable(rows.getString(columns.get(name).index()));
    }

    /** The text of a column, which must hold one. */
    String name(String name) throws SQLException {
        return text(name).filter(text -> !text.isEmpty()).orElseThrow(() -> unusable(name, "is empty"));
    }

    /** The exact number of a column, empty where it is NULL. */
    Optional<BigDecimal> decimal(String name) throws SQLException {
        Column column = columns.get(name);
        boolean exact = switch (column.type()) {
            case Types.DECIMAL, Types.NUMERIC, Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.TINYINT -> true;
            default -> false;
        };
        if (!exact) {
            throw new UnusableRow(query.setting() + ": the column " + name + " must be DECIMAL or a whole number, not "
                    + column.typeName());
        }
        return Optional.ofNullable(rows.getBigDecimal(column.index()));
    }

    /** The time of a column, which must hold one, in UTC. */
    Instant instant(String name) throws SQLException {
        Column column = columns.get(name);
        if (column.type() != Types.TIMESTAMP) {
            throw new UnusableRow(query.setting() + ": the column " + name + " must be TIMESTAMP or DATETIME, not "
                    + column.typeName());
        }
        // As a local time the driver hands it over as it stands; the session is in UTC, whatever zone this machine is
        // in.
        LocalDateTime utc = rows.getObject(column.index(), LocalDateTime.class);
        if (utc == null) {
            throw unusable(name, "is NULL");
        }
        return utc.toInstant(ZoneOffset.UTC);
    }

    UnusableRow unusable(String column, String problem) {
        return new UnusableRow(query.setting() + ": the column " + column + " of row " + number + " " + problem);
    }
}
