package dev.daybook.allinone;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: Daybook's version as it was built, and the version of the Java that runs it. */
final class DaybookVersion implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream resource = DaybookVersion.class.getResourceAsStream("build.properties")) {
            build.load(resource);
        }
        return new String[] {"daybook " + build.getProperty("version"), "Java " + Runtime.version()};
    }
}
