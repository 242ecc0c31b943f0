package gripe.start;

/** Why Gripe cannot do what it was started for, in words for the person who started it, and the exit code (sysexits.h). */
final class StartProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    static final int USAGE = 64;
    static final int DATA = 65;
    static final int NO_INPUT = 66;
    static final int UNAVAILABLE = 69;
    static final int SOFTWARE = 70;
    static final int CANNOT_CREATE = 73;
    static final int INPUT_OUTPUT = 74;
    static final int IN_USE = 75;
    static final int CONFIGURATION = 78;

    private final int exitCode;

    StartProblem(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
