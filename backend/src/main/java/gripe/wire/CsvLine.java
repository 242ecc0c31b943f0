package gripe.wire;

import gripe.Gripe;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A gripe as a line of a table (RFC 4180), for spreadsheets, every cell in quotes. What one of them would take for a
 * formula begins with an apostrophe (OWASP, CSV injection), so this is for reading and no way back; NDJSON is. That holds
 * inside of a cell too: where lists are written with semicolons, as in German, a spreadsheet ends cells at them instead.
 */
public final class CsvLine {
    private static final List<String> COLUMNS =
            List.of("id", "happenedAt", "minutes", "text", "tags", "place", "source", "createdAt", "updatedAt");
    private static final String SEPARATORS = ";\t\r\n";
    private static final String FORMULA_BEGINS_WITH = "=+\\-@|%";
    /** At the beginning of a cell, or of what another separator would make one, whatever space or quote is before it. */
    private static final Pattern FORMULA =
            Pattern.compile("(?:^|(?<=[" + SEPARATORS + "]))(?=[\\s\"]*[" + FORMULA_BEGINS_WITH + "])|^(?=[\t\r\n])");

    private CsvLine() {}

    public static byte[] header() {
        return line(COLUMNS.stream());
    }

    public static byte[] of(Gripe gripe) {
        Double minutes = gripe.minutes();
        return line(Stream.of(
                cell(gripe.id()),
                gripe.happenedAt().toString(),
                minutes == null
                        ? ""
                        : BigDecimal.valueOf(minutes).stripTrailingZeros().toPlainString(),
                cell(gripe.text()),
                cell(gripe.tags().stream().map(tag -> "#" + tag).collect(Collectors.joining(" "))),
                cell(gripe.place()),
                cell(gripe.source()),
                gripe.createdAt().toString(),
                gripe.updatedAt().toString()));
    }

    private static byte[] line(Stream<String> cells) {
        return (cells.map(CsvLine::quoted).collect(Collectors.joining(",")) + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(@Nullable String text) {
        return text == null ? "" : FORMULA.matcher(text).replaceAll("'");
    }

    private static String quoted(String cell) {
        return '"' + cell.replace("\"", "\"\"") + '"';
    }
}
