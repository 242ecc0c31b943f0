package gripe.start;

import gripe.capture.CaptureService;
import gripe.search.SearchService;
import gripe.storage.server.ServerInspection;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import java.net.BindException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts Gripe and says where it answers. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Gripe",
                        version = "1",
                        description =
                                "Record what wasted your time, and find what wastes it again and again. Errors are application/problem+json with a stable code and, where one is at fault, a field."))
public final class Main {
    private static final String USAGE = """
            Usage: gripe [--rebuild-index]
                   gripe backup FILE    everything Gripe keeps into a new file, while Gripe runs or not
                   gripe verify FILE    reads a backup to its end and says whether it is whole
                   gripe restore FILE   a backup into an empty data folder or an empty KeyDB

              --rebuild-index   make the search index anew from KeyDB, then run as usual
              FILE              or - for standard output or input; encrypted with what is in the file that
                                GRIPE_BACKUP_PASSPHRASE_FILE names, or in GRIPE_BACKUP_PASSPHRASE
              --version         print the version
              --help            print this

            Everything else is set by environment variables; README.md lists them.""";

    /** Lucene logs by java.util.logging; a static reference, since a logger that nobody holds forgets its level. */
    private static final Logger LUCENE_LOG = Logger.getLogger("org.apache.lucene");

    private Main() {}

    public static void main(String[] arguments) {
        int exitCode = run(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static int run(String[] arguments) {
        if (arguments.length > 0 && BackupCommand.named(arguments[0])) {
            return backup(arguments);
        }
        Map<String, Object> properties = new HashMap<>();
        for (String argument : arguments) {
            switch (argument) {
                case "--rebuild-index" -> properties.put("gripe.rebuild-index", true);
                case "--help" -> {
                    System.out.println(USAGE);
                    return 0;
                }
                case "--version" -> {
                    System.out.println(version());
                    return 0;
                }
                default -> {
                    System.err.println("There is no option " + argument + "." + System.lineSeparator() + USAGE);
                    return StartProblem.USAGE;
                }
            }
        }
        LUCENE_LOG.setLevel(Level.WARNING);
        try {
            // Before the first line is logged, which sets logging up.
            System.setProperty("gripe.log-format", logFormat(System.getenv("GRIPE_LOG_FORMAT")));
            serve(properties);
            return 0;
        } catch (RuntimeException | LinkageError e) {
            return said("Gripe cannot start. ", e);
        }
    }

    private static int backup(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println(arguments[0] + " takes one FILE, or -." + System.lineSeparator() + USAGE);
            return StartProblem.USAGE;
        }
        try {
            new BackupCommand(System.getenv(), System.err).run(arguments[0], arguments[1]);
            return 0;
        } catch (RuntimeException | LinkageError e) {
            return said("gripe " + arguments[0] + " failed. ", e);
        }
    }

    private static void serve(Map<String, Object> properties) {
        properties.putAll(Listener.properties(System.getenv()));
        CountDownLatch ended = new CountDownLatch(1);
        ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .environmentVariableExcludes(ofTheFramework())
                .properties(properties)
                .build();
        try {
            context.start();
            // Made now and not by the first request.
            context.getBean(CaptureService.class);
            context.getBean(SearchService.class);
            context.getBean(ServerInspection.class);
            EmbeddedServer server = context.getBean(EmbeddedServer.class);
            server.start();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                context.close();
                                ended.countDown();
                            },
                            "shutdown"));
            System.out.println("Gripe is ready at " + address(server));
            System.out.flush();
        } catch (RuntimeException | LinkageError e) {
            context.close();
            throw e;
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Such as MICRONAUT_SERVER_HOST: they would open what {@link Listener} keeps closed. */
    private static String[] ofTheFramework() {
        return System.getenv().keySet().stream()
                .filter(name -> name.startsWith("MICRONAUT_"))
                .toArray(String[]::new);
    }

    private static String logFormat(@Nullable String wanted) {
        String format = wanted == null || wanted.isBlank() ? "text" : wanted;
        if (!format.equals("text") && !format.equals("json")) {
            throw new StartProblem(StartProblem.CONFIGURATION, "GRIPE_LOG_FORMAT is text or json, not " + format + ".");
        }
        return format;
    }

    /** As a person would type it. */
    private static String address(EmbeddedServer server) {
        URI uri = server.getURI();
        String host = uri.getHost().equals("localhost") ? "127.0.0.1" : uri.getHost();
        return uri.getScheme() + "://" + host + ":" + server.getPort();
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return "Gripe " + (version == null ? "(development)" : version);
    }

    /** One clear sentence for what an operator can mend, the whole story for what is ours. */
    private static int said(String what, Throwable failure) {
        StartProblem problem = first(StartProblem.class, failure);
        if (problem != null) {
            System.err.println(what + problem.getMessage());
            return problem.exitCode();
        }
        BindException bind = first(BindException.class, failure);
        if (bind != null) {
            System.err.println(what + "Its port is in use (" + bind.getMessage()
                    + "). Set GRIPE_PORT to another one, or to 0 for any free one.");
            return StartProblem.IN_USE;
        }
        failure.printStackTrace(System.err);
        return StartProblem.SOFTWARE;
    }

    private static <T extends Throwable> @Nullable T first(Class<T> type, Throwable failure) {
        List<Throwable> seen = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !seen.contains(cause); cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            seen.add(cause);
        }
        return null;
    }
}
