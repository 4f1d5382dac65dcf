package dev.daybook.containers;

/** How the service under test runs; its neighbours are in containers either way. */
enum Way {
    /** As its users run it. */
    FROM_IMAGE,
    /** In the test's own JVM, where a debugger reaches it. */
    IN_PROCESS
}
