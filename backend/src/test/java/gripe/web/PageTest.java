package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class PageTest {
    private final TestServer gripe;

    PageTest(TestServer gripe) {
        this.gripe = gripe;
    }

    @Test
    void page_itsAddresses_answerWithIt() {
        Answer page = gripe.get("/");

        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.body()).contains("<title>");
        for (String path : Routes.PAGES) {
            assertThat(gripe.get(path + "?q=x").body()).as(path).isEqualTo(page.body());
        }
        assertThat(gripe.get("/new?text=x", "Accept", "text/html").body()).isEqualTo(page.body());
        for (String path : new String[] {"/pain-points", "/pain-points/0198a2f4-1c", "/overview"}) {
            assertThat(gripe.get(path).body()).as(path).isEqualTo(page.body());
        }
        assertThat(gripe.get("/pain-points/a/b").status()).isEqualTo(404);
    }

    @Test
    void worker_itsHeaders_letItRunAndBeReplaced() {
        Answer worker = gripe.get("/worker.js");

        assertThat(worker.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(worker.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(worker.header("Content-Security-Policy"))
                .contains("worker-src 'self'", "trusted-types svelte-trusted-html gripe-worker");
        // Every file it keeps is one that is there.
        Matcher files = Pattern.compile("[`,\"](/|/(?:assets/)?[\\w-][\\w.-]*)(?=[`,\"])")
                .matcher(worker.body());
        int count = 0;
        while (files.find()) {
            assertThat(gripe.get(files.group(1)).status()).as(files.group(1)).isEqualTo(200);
            count++;
        }
        assertThat(count).isGreaterThan(10);
    }

    @Test
    void page_unchanged_isNotSentAgain() {
        Answer page = gripe.get("/");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        Answer again = gripe.get("/", "If-None-Match", page.header("ETag"));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(page.header("ETag"));
        assertThat(gripe.get("/", "If-None-Match", "W/" + page.header("ETag")).status())
                .isEqualTo(304);
        assertThat(gripe.get("/", "If-None-Match", "\"other\"").status()).isEqualTo(200);
    }

    @Test
    void asset_encodings_areNegotiated() throws IOException {
        String script = script();
        Answer plain = gripe.get(script);
        Answer gzip = gripe.get(script, "Accept-Encoding", "gzip, deflate");
        Answer brotli = gripe.get(script, "Accept-Encoding", "gzip, deflate, br, zstd");
        Answer noBrotli = gripe.get(script, "Accept-Encoding", "br;q=0, gzip;q=0.5");

        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(plain.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(plain.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(plain.header("Vary")).contains("Accept-Encoding");
        assertThat(gzip.header("Content-Encoding")).isEqualTo("gzip");
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(gzip.response().body()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain.response().body());
        }
        assertThat(brotli.header("Content-Encoding")).isEqualTo("br");
        assertThat(brotli.response().body().length).isLessThan(gzip.response().body().length);
        assertThat(noBrotli.header("Content-Encoding")).isEqualTo("gzip");
    }

    @Test
    void head_sameHeadersNoBody() {
        for (String path : new String[] {"/", script(), Routes.GRIPES, Routes.LIVE, Routes.EXPORT, Routes.OPENAPI}) {
            Answer head = gripe.send("HEAD", path, BodyPublishers.noBody());
            assertThat(head.status()).as(path).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.header("Cache-Control")).isEqualTo(gripe.get(path).header("Cache-Control"));
        }
    }

    private String script() {
        Matcher script = Pattern.compile("src=\"(/assets/index-[^\"]+\\.js)\"")
                .matcher(gripe.get("/").body());
        assertThat(script.find()).isTrue();
        return script.group(1);
    }

    @Test
    void shellCommand_isTheFileOfTheRepository_andItsChecksumToo() throws Exception {
        Answer shell = gripe.get(Routes.SHELL);
        byte[] kept = Files.readAllBytes(Path.of("src/main/resources/shell/gripe.sh"));
        String sum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(kept));

        assertThat(shell.response().body()).isEqualTo(kept);
        assertThat(shell.header("Content-Type")).isEqualTo("text/x-shellscript; charset=utf-8");
        assertThat(gripe.get(Routes.SHELL, "If-None-Match", shell.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(gripe.get(Routes.SHELL_SUM).body()).isEqualTo(sum + "  gripe.sh\n");
        assertThat(gripe.get(Routes.SHELL_SUM).header("Content-Type")).startsWith("text/plain");
        assertThat(Path.of("../docs/SCRIPTS.md"))
                .as(
                        "docs/SCRIPTS.md shows another sum; from the root: sha256sum backend/src/main/resources/shell/gripe.sh")
                .content()
                .contains("\n    " + sum + "  gripe.sh\n");
    }
}
