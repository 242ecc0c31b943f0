package gripe.storage;

/** The atomic steps, as Lua that KeyDB 6.3, Valkey and Redis 6.2 share. All keys of a step are in one hash slot. */
final class Scripts {
    private Scripts() {}

    /**
     * Record and change entry of each new gripe. KEYS: changes, this month's idempotency keys, last month's, next
     * month's (a clock may be set back), then each gripe's. ARGV, four for each gripe: id, JSON, request digest, idempotency key or empty. Answers for each gripe
     * {position} when created, {"", id and digest, "key"} when the idempotency key was used before, {"", JSON, "id"} when
     * the id exists.
     */
    static final String CREATE = """
            local function create(gripe, id, json, digest, key)
              if key ~= '' then
                local seen = redis.call('HGET', KEYS[2], key) or redis.call('HGET', KEYS[3], key)
                  or redis.call('HGET', KEYS[4], key)
                if seen then return {'', seen, 'key'} end
              end
              local old = redis.call('GET', gripe)
              if old then return {'', old, 'id'} end
              redis.call('SET', gripe, json)
              if key ~= '' then redis.call('HSET', KEYS[2], key, digest .. ' ' .. id) end
              return {redis.call('XADD', KEYS[1], '*', 'c', id)}
            end
            local answers = {}
            for i = 0, #KEYS - 5 do
              answers[i + 1] = create(KEYS[i + 5], ARGV[4*i + 1], ARGV[4*i + 2], ARGV[4*i + 3], ARGV[4*i + 4])
            end
            return answers
            """;

    /**
     * Compare and set. KEYS: gripe, changes, deleted. ARGV: id, expected JSON, new JSON, epoch millis of the deletion
     * or empty. Answers the position, or nil when the gripe is not as expected.
     */
    static final String REPLACE = """
            if redis.call('GET', KEYS[1]) ~= ARGV[2] then return false end
            redis.call('SET', KEYS[1], ARGV[3])
            if ARGV[4] ~= '' then redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
            else redis.call('ZREM', KEYS[3], ARGV[1]) end
            return redis.call('XADD', KEYS[2], '*', 'u', ARGV[1])
            """;

    /**
     * Forgets a gripe for good, if it is still deleted since before the bound. KEYS: gripe, changes, deleted, vector,
     * assigned. ARGV: id, bound in epoch millis.
     */
    static final String PURGE = """
            local since = redis.call('ZSCORE', KEYS[3], ARGV[1])
            if not since or tonumber(since) > tonumber(ARGV[2]) then return false end
            redis.call('DEL', KEYS[1], KEYS[4])
            redis.call('HDEL', KEYS[5], ARGV[1])
            redis.call('ZREM', KEYS[3], ARGV[1])
            return redis.call('XADD', KEYS[2], '*', 'u', ARGV[1])
            """;

    /**
     * KEYS: a hash. ARGV: id, JSON, how many there may be at most. Answers {"old", JSON} when there is one with the id,
     * {"full"} when there are too many, else {"new", JSON}.
     */
    static final String ADD = """
            local old = redis.call('HGET', KEYS[1], ARGV[1])
            if old then return {'old', old} end
            if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then return {'full'} end
            redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
            return {'new', ARGV[2]}
            """;

    /** Compare and set. KEYS: timers. ARGV: id, expected JSON, new JSON. Answers 1, or 0 when it is not as expected. */
    static final String REPLACE_TIMER = """
            if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
            redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
            return 1
            """;

    /**
     * The changes after a position and what they left behind, as of one moment. KEYS: changes, assigned, then
     * hashes of other records. ARGV: position, how many at most, what a gripe's and what a vector's key begins with.
     * Answers {entries, {gripe, vector, pain point}, …} with one list for each entry; where those are all entries there
     * are, then a list for each hash too, with the id before its JSON.
     */
    static final String LATE = """
            local entries = redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
            local answer = {entries}
            for i, entry in ipairs(entries) do
              local id = entry[2][2]
              local kept = redis.call('MGET', ARGV[3] .. id, ARGV[4] .. id)
              answer[i + 1] = {kept[1], kept[2], redis.call('HGET', KEYS[2], id)}
            end
            if #entries < tonumber(ARGV[2]) then
              for i = 3, #KEYS do answer[#answer + 1] = redis.call('HGETALL', KEYS[i]) end
            end
            return answer
            """;

    /** Version, pain points and decisions as of one moment. KEYS: version, pain points, decisions. */
    static final String PAIN_POINTS = """
            return {redis.call('GET', KEYS[1]) or '0', redis.call('HVALS', KEYS[2]), redis.call('HVALS', KEYS[3])}
            """;

    /**
     * Pain points, decisions and assignments in one step. KEYS: changes, version, pain points, decisions, assigned. ARGV:
     * expected version, 1 when the version moves, how many pain points, decisions and assignments; then each pain
     * point's id, JSON and kind of entry, each decision's id and JSON, each assignment's gripe and pain point or empty.
     * An assignment that is there already leaves no entry. Answers {version, last position or empty}, or nothing when
     * the version is not as expected.
     */
    static final String PAIN_POINT_STEP = """
            local version = redis.call('GET', KEYS[2]) or '0'
            if version ~= ARGV[1] then return {} end
            local position = ''
            local at = 6
            for i = 1, tonumber(ARGV[3]) do
              redis.call('HSET', KEYS[3], ARGV[at], ARGV[at + 1])
              position = redis.call('XADD', KEYS[1], '*', ARGV[at + 2], ARGV[at])
              at = at + 3
            end
            for i = 1, tonumber(ARGV[4]) do
              redis.call('HSET', KEYS[4], ARGV[at], ARGV[at + 1])
              at = at + 2
            end
            for i = 1, tonumber(ARGV[5]) do
              local gripe, painPoint = ARGV[at], ARGV[at + 1]
              local before = redis.call('HGET', KEYS[5], gripe) or ''
              if before ~= painPoint then
                if painPoint == '' then redis.call('HDEL', KEYS[5], gripe)
                else redis.call('HSET', KEYS[5], gripe, painPoint) end
                position = redis.call('XADD', KEYS[1], '*', 'a', gripe)
              end
              at = at + 2
            end
            if ARGV[2] == '1' then version = tostring(redis.call('INCR', KEYS[2])) end
            return {version, position}
            """;
}
