package dev.daybook.allinone.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybook.allinone.PrivateFile;
import dev.daybook.allinone.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The one pair of AWS credentials that the stand-in accepts: made at the first start, kept in a file of mode 600. */
public record StandInCredentials(String accessKeyId, String secretAccessKey) {
    private static final String FILE_NAME = "credentials.json";
    private static final int KEY_ID_BYTES = 8;
    private static final int SECRET_BYTES = 20;

    /** Those of the folder, made where it has none. */
    public static StandInCredentials in(Path folder) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Path file = folder.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            StandInCredentials made = new StandInCredentials(
                    "AKIA" + Secrets.randomHex(KEY_ID_BYTES).toUpperCase(Locale.ROOT), Secrets.randomHex(SECRET_BYTES));
            PrivateFile.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(made) + "\n");
        }
        return json.readValue(file.toFile(), StandInCredentials.class);
    }

    @Override
    public String toString() {
        return "StandInCredentials[" + accessKeyId + ", secret ***]";
    }
}
