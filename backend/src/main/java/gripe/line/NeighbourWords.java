package gripe.line;

import java.util.Set;

/** What the words beside a time or a duration, or a name behind a sign, make of it. All in lower case, but for names. */
final class NeighbourWords {
    static final Set<String> PREPROCESSOR = words("""
            include define undef ifdef ifndef endif pragma elif
            """);

    /** Of Java, JavaScript, Python and style sheets, and those that call everybody in a chat. */
    static final Set<String> ANNOTATIONS = words("""
            Override Test Autowired Deprecated Nullable NonNull NotNull Transactional Component Injectable Input
            Output Bean Inject Entity Controller RestController Service Repository SuppressWarnings Mock MockBean
            BeforeEach AfterEach BeforeAll AfterAll Data Builder Getter Setter GetMapping PostMapping RequestMapping
            Configuration Singleton Async Scheduled EventListener ParameterizedTest Disabled Ignore NgModule State
            Prop ViewChild MainActor Published property staticmethod classmethod dataclass import font-face
            keyframes tailwind apply param return returns throws ts-ignore ts-expect-error ts-nocheck latest
            everyone channel here all media
            """);

    /** Before a time they make it a border, a comparison or a name, not when it happened. */
    static final Set<String> NO_TIME_AFTER = words("""
            tomorrow tmrw since until till til 'til by before after from to through than like of every each not next
            due for between and or per the a an another my our your his her its their no any some all is was it's
            isn't wasn't happy black cyber good easter palm super patch casual ash usa coming upcoming following
            previous same in hate daily nightly weekly always usually scheduled runs starts opens closes ends begins
            expires version release tag snapshot backup v vs versus except only against says shows set moved this
            that these past yet mid late-night later dated named called as on line row column page ratio score port
            chapter position offset deadline slot
            meant mean means
            """);

    /** Before a clock time that only stands there they make it how long, as in: the build took 12:45. */
    static final Set<String> SO_LONG_AFTER = words("""
            took take takes taking lasted last lasts lasting ran run runs running needed needs waited after
            """);

    /** After a time they make it a plan, or one of many. */
    static final Set<String> NO_TIME_BEFORE = words("""
            tomorrow next every each daily weekly nightly onwards onward before release
            instead
            """);

    static final Set<String> RECURRING = words("""
            every each
            """);

    static final Set<String> PARTS = words("""
            day morning afternoon evening night week weekday hour
            """);

    /** After a bare time they say that it is the name of something, as of the 3pm meeting. */
    static final Set<String> EVENTS = words("""
            meeting meetings standup standups stand-up call calls deploy deploys deployment deployments release
            releases train bus flight sync build builds job jobs cron cronjob backup appointment interview retro
            demo deadline slot shift class run batch version update patch script report review invite event session
            workshop lunch schedule timestamp outage incident onwards onward or ish
            alert alerts alarm alarms page pages pager reminder reminders handover delivery pickup pick-up feed feeding
            rehearsal lecture lesson ferry tram
            """);

    /** Before a duration they make it part of what is told. */
    static final Set<String> NO_DURATION_AFTER = words("""
            costs runtime latency lag sla retention cooldown age length now after each in within than of the a an per
            by under over above below until to from at only least most takes take taking taken lasts lasted
            last past next first this that these those my our his her their your its is are was were be been being
            max min maximum minimum between and or less more another set default timeout timeouts ttl interval limit
            delay delayed exactly up since before needs need needed runs run for on with into as sleep sleeps every
            any some all not ago additional extra remaining shows says reads showed said exceeds exceeded reached
            hit hits capped limited still just maybe averages averaging average avg duration uptime eta twice thrice
            expires expired x
            valid
            """);

    /** After a duration they make it part of what is told. */
    static final Set<String> NO_DURATION_BEFORE = words("""
            hotline support delivery race service view forecast chart rule average old older later late early
            earlier before after per each every apart away faster slower longer shorter behind ahead left remaining
            into ago is are isn't aren't was were wasn't limit limits timeout timeouts interval intervals ttl cap
            quota deadline sla cooldown countdown format clock notice or to-do since mode until token tokens
            retention granularity resolution max min window windows from than buckets bucket twice thrice candles
            averages
            shift shifts day days week workday workweek instead warranty guarantee trial trials on-call rota
            """);

    /** Of these there are millions, or they are measured in metres. */
    static final Set<String> MILLIONS_OF = words("""
            rows row records users lines requests events entries files items people dollars euros messages documents
            docs hits tokens params parameters parameter customers objects keys points downloads visitors views
            cells nodes bytes pixels pixel usd eur cable cables tall deep high wide sprint distance inserts queries
            vectors embeddings accounts orders invoices packets calls ops loc samples images emails contacts
            transactions ids entities connections
            file budget deal funding revenue turnover loss losses profit grant followers subscribers inhabitants households
            ladder ladders tape hose hoses rope ropes pool pipe pipes fence fences wall trench wire wires board boards
            beam beams plank planks fabric ribbon radius dash dive height depth gap cord lead
            """);

    /** What is measured by the time that it costs, as in a 20 minute wait. */
    static final Set<String> WAITS = words("""
            wait waits outage outages delay delays queue queues line jam hold detour downtime interruption stoppage
            holdup hold-up standstill blackout cut reboot restart freeze hang hunt search tailback diversion layover
            """);

    /** What somebody says before saying what it was. */
    static final Set<String> SIGHS = words("""
            ugh argh aargh arg grr grrr gah meh sigh ffs omg wtf damn dammit lol oh ok so again
            """);

    /** Directly before a duration they say that it was lost, wherever it stands. */
    static final Set<String> LOST = words("""
            lost losing lose wasted wasting waste spent spending spend waited waiting wait burned burnt blew
            took
            """);

    static final Set<String> STUCK = words("""
            stuck blocked down hung hanging hangs offline frozen froze unreachable unavailable dead idle sat sitting
            out searched searching looking looked debugging debugged fighting fought locked disconnected gone
            unusable broken away slow dropped stalled paused again unresponsive busy crashed stopped failing red
            jammed waited queued queue traffic hold line
            """);

    /** Directly before a duration, without a for, they say that it was lost. */
    static final Set<String> STUCK_SO_LONG = words("""
            stuck sat sitting stood standing blocked queued locked offline idle jammed stranded trapped argued debugged
            searched hunted fought
            """);

    /** After a duration that begins a part of the line, they say what it was lost with: broken again, 20m in the rain. */
    static final Set<String> LOSING = words("""
            waiting wait walking driving standing sitting queueing queuing searching looking hunting chasing debugging
            fixing trying fighting redoing retyping rewriting rebooting reinstalling restarting recovering explaining
            cleaning wasted lost gone gewartet verloren
            in on at to for with without because
            """);

    /** What is done for a duration without any being lost. */
    static final Set<String> KEPT = words("""
            valid good cache cached caches keep keeps kept retain retains retained lasts last lasted runs run sleep
            sleeps store stores stored scheduled booked set reserved available planned estimated due hold holds lock
            locks expire expires is was are were be only timer timeout timeouts limit snooze snoozed mute muted open
            pay parking allowed blocks ttl lease leased warranty works worked work fine ask asked asks except enough
            supposed rent rented free paid meant token session and or
            unused
            """);

    static final Set<String> ME = words("""
            me us
            """);

    static final Set<String> COST = words("""
            cost costs took takes costing taking
            """);

    private NeighbourWords() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
