package gripe.line;

import java.time.LocalTime;

/** Which part of a day somebody meant. */
public enum PartOfDay {
    MORNING(LocalTime.of(9, 0)),
    AFTERNOON(LocalTime.of(15, 0)),
    EVENING(LocalTime.of(19, 0)),
    NIGHT(LocalTime.of(22, 0));

    private final LocalTime about;

    PartOfDay(LocalTime about) {
        this.about = about;
    }

    /** A clock time in it, for records that need one: hours in which people are awake. */
    LocalTime about() {
        return about;
    }

    /** An hour of a twelve-hour clock, said of this part of a day, on the clock of 24 hours. */
    int on24(int hour) {
        if (hour > 12) {
            return hour;
        }
        boolean smallHours = this == NIGHT && (hour == 12 || hour < 6);
        return this == MORNING || smallHours ? hour % 12 : hour % 12 + 12;
    }
}
