package dev.daybook.structure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that the tests run in. */
public final class Checkout {
    private Checkout() {}

    public static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new IllegalStateException("the tests run outside of the checkout");
    }

    /** What is written for people: the pages in the root and those under docs/. */
    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String name : new String[] {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"}) {
            documents.add(root().resolve(name));
        }
        try (Stream<Path> pages = Files.list(root().resolve("docs"))) {
            pages.filter(page -> page.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }
}
