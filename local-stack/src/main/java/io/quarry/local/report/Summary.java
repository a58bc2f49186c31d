package io.quarry.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** How many tests passed, failed and were skipped. */
public record Summary(int passed, int failed, int skipped) {
    private static final Summary NONE = new Summary(0, 0, 0);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Reads a report, or all reports in a folder; by its name a file is JUnit's XML or the output
     * of {@code go test -json}.
     */
    public static Summary of(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            Summary all = NONE;
            try (Stream<Path> files = Files.list(path)) {
                for (Path file : files.sorted().toList()) {
                    all = all.plus(of(file));
                }
            }
            return all;
        }
        String name = path.toString();
        if (name.endsWith(".xml")) {
            return ofXml(path);
        }
        return name.endsWith(".json") ? ofGo(path) : NONE;
    }

    public Summary plus(Summary other) {
        return new Summary(passed + other.passed, failed + other.failed, skipped + other.skipped);
    }

    /** False when anything failed, and when nothing ran: an empty run proves nothing. */
    public boolean good() {
        return failed == 0 && passed > 0;
    }

    @Override
    public String toString() {
        return passed + " passed, " + failed + " failed, " + skipped + " skipped";
    }

    private static Summary ofXml(Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Summary all = NONE;
        try (InputStream stream = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(stream);
            Summary one = NONE;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    one =
                            switch (xml.getLocalName()) {
                                case "testcase" -> new Summary(1, 0, 0);
                                case "failure", "error" -> new Summary(0, 1, 0);
                                case "skipped" -> new Summary(0, 0, 1);
                                default -> one;
                            };
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("testcase")) {
                    all = all.plus(one);
                    one = NONE;
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException(file + " is no report: " + e.getMessage(), e);
        }
        return all;
    }

    /** Events of packages carry no test; lines that are not JSON are the compiler's. */
    private static Summary ofGo(Path file) throws IOException {
        Summary all = NONE;
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("{")) {
                continue;
            }
            JsonNode event = JSON.readTree(line);
            String action = event.path("Action").asText();
            if (event.has("Test") && Set.of("pass", "fail", "skip").contains(action)) {
                all =
                        all.plus(
                                new Summary(
                                        action.equals("pass") ? 1 : 0,
                                        action.equals("fail") ? 1 : 0,
                                        action.equals("skip") ? 1 : 0));
            }
        }
        return all;
    }
}
