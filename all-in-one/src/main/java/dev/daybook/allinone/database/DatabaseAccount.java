package dev.daybook.allinone.database;

import java.util.regex.Pattern;

/**
 * One database of the embedded server and the user of the same name, who may do anything in it and nothing elsewhere.
 *
 * @param jdbcUrl for MariaDB Connector/J, TLS off, without user and password
 */
public record DatabaseAccount(String jdbcUrl, String user, String password) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    /**
     * Returns {@code name} if it can name a database and its user without quoting.
     *
     * @throws IllegalArgumentException if it is not 1 to 32 lower-case letters, digits and underscores
     */
    static String checkedName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name for an embedded database: " + name);
        }
        return name;
    }

    @Override
    public String toString() {
        return "DatabaseAccount[" + jdbcUrl + ", user " + user + ", password ***]";
    }
}
