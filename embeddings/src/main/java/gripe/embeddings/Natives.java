package gripe.embeddings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * Where the native parts of ONNX Runtime and of the tokenizer are kept. By themselves they would unpack 40 MB into the
 * temporary folder at each start (and leave them there when killed) and into a folder below the home.
 */
public final class Natives {
    private static final String RUNTIME_PATH_PROPERTY = "onnxruntime.native.path";
    private static final List<String> RUNTIME_LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

    private Natives() {}

    /** The tokenizer's library asks a cloud's metadata address and counts its users, unless it is told not to. */
    static void stayLocal() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("RUST_FLAVOR", "cpu");
    }

    /**
     * Keeps them in this directory from now on. Call it before the first model is loaded; later it has no effect.
     *
     * @throws ModelException when the directory cannot be written
     */
    public static void keepIn(Path directory) {
        stayLocal();
        System.setProperty("DJL_CACHE_DIR", directory.resolve("tokenizer").toString());
        // The tokenizer's library looks for graphics cards through this one.
        System.setProperty("jna.tmpdir", directory.toString());
        Path runtime = directory.resolve("onnxruntime-" + version());
        try {
            Files.createDirectories(runtime);
            boolean complete = true;
            for (String library : RUNTIME_LIBRARIES) {
                complete &= unpack(System.mapLibraryName(library), runtime);
            }
            if (complete) {
                System.setProperty(RUNTIME_PATH_PROPERTY, runtime.toString());
            }
        } catch (IOException e) {
            throw new ModelException(
                    "The native libraries cannot be unpacked into %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static boolean unpack(String library, Path directory) throws IOException {
        try (InputStream in =
                Natives.class.getResourceAsStream("/ai/onnxruntime/native/" + platform() + "/" + library)) {
            if (in == null) {
                return false;
            }
            Path target = directory.resolve(library);
            // Moved there whole, so what exists is complete.
            if (!Files.exists(target)) {
                Path part = Files.createTempFile(directory, library, ".part");
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return true;
        }
    }

    /** The name of the folder inside ONNX Runtime's jar. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String os = system.contains("win") ? "win" : system.contains("mac") ? "osx" : "linux";
        String machine = System.getProperty("os.arch");
        boolean arm = machine.equals("aarch64");
        return os + "-" + (arm ? os.equals("win") ? "arm64" : "aarch64" : "x64");
    }

    private static String version() {
        String version = ai.onnxruntime.OrtSession.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
