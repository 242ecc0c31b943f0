package gripe.web;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page's files, as the frontend's build left them on the class path: each as it is and, where that is smaller,
 * compressed by brotli and gzip. With them the shell command and its checksum. Everybody may have them. Read once, a few
 * dozen kilobytes. Immutable, thread-safe.
 */
@Singleton
final class Assets {
    private static final Logger LOG = LoggerFactory.getLogger(Assets.class);
    private static final String ROOT = "/page/";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "json", "application/json",
            "webmanifest", "application/manifest+json",
            "txt", "text/plain; charset=utf-8");

    private static final String SHELL_TYPE = "text/x-shellscript; charset=utf-8";

    /** @param immutable its name changes when its content does */
    record Asset(
            String type,
            byte[] plain,
            byte @Nullable [] brotli,
            byte @Nullable [] gzip,
            String tag,
            boolean immutable) {}

    private final Map<String, Asset> byPath = new HashMap<>();

    Assets() {
        for (String name : names()) {
            if (name.endsWith(".br") || name.endsWith(".gz")) {
                continue;
            }
            byte[] plain = read(name);
            if (plain != null) {
                Asset asset = new Asset(
                        type(name),
                        plain,
                        read(name + ".br"),
                        read(name + ".gz"),
                        tag(plain),
                        name.startsWith("assets/"));
                byPath.put("/" + name, asset);
            }
        }
        byte[] shell = shell();
        byPath.put(Routes.SHELL, new Asset(SHELL_TYPE, shell, null, null, tag(shell), false));
        // As sha256sum -c wants it.
        byte[] sum = (HexFormat.of().formatHex(sha256(shell)) + "  " + Routes.SHELL.substring(1) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        byPath.put(Routes.SHELL_SUM, new Asset(type(".txt"), sum, null, null, tag(sum), false));
    }

    private static String type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, "application/octet-stream");
    }

    private static byte[] shell() {
        try (InputStream in = Assets.class.getResourceAsStream("/shell" + Routes.SHELL)) {
            if (in == null) {
                throw new IllegalStateException("This build has no shell command");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("The shell command cannot be read", e);
        }
    }

    boolean has(String path) {
        return at(path) != null;
    }

    @Nullable
    Asset at(String path) {
        return byPath.get(Routes.isPage(path) ? "/index.html" : path);
    }

    private static List<String> names() {
        URL index = Assets.class.getResource(ROOT + "index.html");
        if (index == null) {
            LOG.warn("This build has no page; only the API answers");
            return List.of();
        }
        try {
            if (index.openConnection() instanceof JarURLConnection inJar) {
                return inJar.getJarFile().stream()
                        .map(JarEntry::getName)
                        .filter(name -> name.startsWith(ROOT.substring(1)) && !name.endsWith("/"))
                        .map(name -> name.substring(ROOT.length() - 1))
                        .toList();
            }
            Path root = Path.of(index.toURI()).resolveSibling("");
            try (Stream<Path> files = Files.walk(root)) {
                return files.filter(Files::isRegularFile)
                        .map(file -> root.relativize(file).toString())
                        .toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("The page's files cannot be listed", e);
        }
    }

    private static byte @Nullable [] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(ROOT + name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    private static String tag(byte[] content) {
        return '"'
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(sha256(content))
                        .substring(0, 16)
                + '"';
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
