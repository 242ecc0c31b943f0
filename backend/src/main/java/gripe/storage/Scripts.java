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
     * Forgets a gripe for good, if it is still deleted since before the bound. KEYS: gripe, changes, deleted, vector.
     * ARGV: id, bound in epoch millis.
     */
    static final String PURGE = """
            local since = redis.call('ZSCORE', KEYS[3], ARGV[1])
            if not since or tonumber(since) > tonumber(ARGV[2]) then return false end
            redis.call('DEL', KEYS[1], KEYS[4])
            redis.call('ZREM', KEYS[3], ARGV[1])
            return redis.call('XADD', KEYS[2], '*', 'u', ARGV[1])
            """;

    /**
     * The changes after a position and what they left behind, as of one moment. KEYS: changes. ARGV: position, how many
     * at most, what a gripe's and what a vector's key begins with. Answers {entries, {gripe, vector}, …} with one pair
     * for each entry.
     */
    static final String LATE = """
            local entries = redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
            local answer = {entries}
            for i, entry in ipairs(entries) do
              local id = entry[2][2]
              answer[i + 1] = redis.call('MGET', ARGV[3] .. id, ARGV[4] .. id)
            end
            return answer
            """;
}
