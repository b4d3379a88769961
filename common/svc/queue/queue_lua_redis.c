/* queue_lua_redis - the scripts of the queue in Redis. */
#include "queue_in_redis.h"

/*
 * attempts_of(job): what the payload says, with the payload decoded, or nil.
 * with_attempts(job, decoded, n): the payload that says n.  Within a string the
 * quotes would be escaped: what is found is a name; if it is there once, it is
 * the one at the top.
 */
#define LUA_ATTEMPTS                                                           \
	"local function attempts_of(job)\n"                                    \
	"  local ok, decoded = pcall(cjson.decode, job)\n"                     \
	"  if ok and type(decoded) == 'table' and\n"                           \
	"      type(decoded.attempts) == 'number' then\n"                      \
	"    return decoded.attempts, decoded\n"                               \
	"  end\n"                                                              \
	"end\n"                                                                \
	"local function with_attempts(job, decoded, n)\n"                      \
	"  local text, count = string.gsub(job,\n"                             \
	"    '(\"attempts\"%s*:%s*)[%d.eE+-]+', '%1' .. n)\n"                  \
	"  if count == 1 then return text end\n"                               \
	"  decoded.attempts = n\n"                                             \
	"  return cjson.encode(decoded)\n"                                     \
	"end\n"                                                                \
	"local now = tonumber(redis.call('TIME')[1])\n"

/*
 * KEYS		ready, delayed, notify, pushed, unique
 * ARGV		payload, delay, whether it is of an event, how long that is
 *		known, whether it has a key, the owner, the key's seconds
 */
struct redis_script queue_redis_push = REDIS_SCRIPT(
    "if ARGV[5] == '1' and redis.call('EXISTS', KEYS[5]) == 1 then\n"
    "  return 0\n"
    "end\n"
    "if ARGV[3] == '1' and not redis.call('SET', KEYS[4], 1, 'EX',\n"
    "    ARGV[4], 'NX') then\n"
    "  return 0\n"
    "end\n"
    "if ARGV[5] == '1' and tonumber(ARGV[7]) > 0 then\n"
    "  redis.call('SET', KEYS[5], ARGV[6], 'EX', ARGV[7])\n"
    "end\n"
    "if tonumber(ARGV[2]) > 0 then\n"
    "  local now = tonumber(redis.call('TIME')[1])\n"
    "  redis.call('ZADD', KEYS[2], now + ARGV[2], ARGV[1])\n"
    "else\n"
    "  redis.call('RPUSH', KEYS[1], ARGV[1])\n"
    "  redis.call('RPUSH', KEYS[3], 1)\n"
    "end\n"
    "return 1\n");

/*
 * KEYS		ready, delayed, reserved, notify, attempts, paused
 * ARGV		retry_after, how many are moved at most, the queue, what the
 *		names of memories begin with
 * claim(): the member of :reserved, its attempts, now, when it was made, and
 * what is remembered of it; or nil.
 * Jobs of lost workers come first.  A payload that is reserved already, to the
 * byte, waits behind the others until that is over.
 */
#define LUA_CLAIM                                                              \
	LUA_ATTEMPTS                                                           \
	"local function move(from, push)\n"                                    \
	"  local due = redis.call('ZRANGEBYSCORE', from, '-inf', now,\n"       \
	"    'LIMIT', 0, ARGV[2])\n"                                           \
	"  if #due == 0 then return end\n"                                     \
	"  redis.call('ZREM', from, unpack(due))\n"                            \
	"  for i = 1, #due do\n"                                               \
	"    local at = push == 'LPUSH' and #due + 1 - i or i\n"               \
	"    redis.call(push, KEYS[1], due[at])\n"                             \
	"    redis.call('RPUSH', KEYS[4], 1)\n"                                \
	"  end\n"                                                              \
	"end\n"                                                                \
	"local function claim()\n"                                             \
	"  if redis.call('SISMEMBER', KEYS[6], ARGV[3]) == 1 then\n"           \
	"    return false\n"                                                   \
	"  end\n"                                                              \
	"  move(KEYS[2], 'RPUSH')\n"                                           \
	"  move(KEYS[3], 'LPUSH')\n"                                           \
	"  local job = redis.call('LPOP', KEYS[1])\n"                          \
	"  if not job then return false end\n"                                 \
	"  local attempts, decoded = attempts_of(job)\n"                       \
	"  local member = job\n"                                               \
	"  if attempts then\n"                                                 \
	"    attempts = attempts + 1\n"                                        \
	"    member = with_attempts(job, decoded, attempts)\n"                 \
	"  end\n"                                                              \
	"  if redis.call('ZSCORE', KEYS[3], member) then\n"                    \
	"    redis.call('RPUSH', KEYS[1], job)\n"                              \
	"    return false\n"                                                   \
	"  end\n"                                                              \
	"  if not attempts then\n"                                             \
	"    attempts = redis.call('HINCRBY', KEYS[5],\n"                      \
	"      redis.sha1hex(job), 1)\n"                                       \
	"  end\n"                                                              \
	"  redis.call('ZADD', KEYS[3], now + ARGV[1], member)\n"               \
	"  redis.call('LPOP', KEYS[4])\n"                                      \
	"  local memory = {}\n"                                                \
	"  if attempts > 1 and decoded and\n"                                  \
	"      type(decoded.uuid) == 'string' then\n"                          \
	"    memory = redis.call('HMGET', ARGV[4] .. decoded.uuid, 'token',\n" \
	"      'attempts', 'exceptions', 'crashes')\n"                         \
	"  end\n"                                                              \
	"  return { member, attempts, now,\n"                                  \
	"    decoded and tonumber(decoded.createdAt) or 0, memory }\n"         \
	"end\n"
struct redis_script queue_redis_claim =
    REDIS_SCRIPT(LUA_CLAIM "return claim()\n");

/* Whether a member of :reserved is still the n-th attempt's. */
#define LUA_OURS                                                               \
	"local function counted(attempts)\n"                                   \
	"  return redis.call('EXISTS', attempts) == 1\n"                       \
	"end\n"                                                                \
	"local function ours(reserved, attempts, member, n)\n"                 \
	"  if not redis.call('ZSCORE', reserved, member) then\n"               \
	"    return false\n"                                                   \
	"  end\n"                                                              \
	"  local last = counted(attempts) and\n"                               \
	"    redis.call('HGET', attempts, redis.sha1hex(member))\n"            \
	"  return not last or last == n\n"                                     \
	"end\n"

/* KEYS reserved, attempts; ARGV member, n, retry_after */
struct redis_script queue_redis_heartbeat = REDIS_SCRIPT(LUA_OURS
    "if not ours(KEYS[1], KEYS[2], ARGV[1], ARGV[2]) then return 0 end\n"
    "local now = tonumber(redis.call('TIME')[1])\n"
    "redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])\n"
    "return 1\n");

#define LUA_ACK                                                                \
	LUA_OURS                                                               \
	"local function ack(reserved, attempts, unique, memory, member, n,\n"  \
	"    owner)\n"                                                         \
	"  if not ours(reserved, attempts, member, n) then return 0 end\n"     \
	"  redis.call('ZREM', reserved, member)\n"                             \
	"  if counted(attempts) then\n"                                        \
	"    redis.call('HDEL', attempts, redis.sha1hex(member))\n"            \
	"  end\n"                                                              \
	"  if n ~= '1' then redis.call('DEL', memory) end\n"                   \
	"  if redis.call('GET', unique) == owner then\n"                       \
	"    redis.call('DEL', unique)\n"                                      \
	"  end\n"                                                              \
	"  return 1\n"                                                         \
	"end\n"

/* KEYS reserved, attempts, unique, memory; ARGV member, n, the key's owner */
struct redis_script queue_redis_ack =
    REDIS_SCRIPT(LUA_ACK "return ack(KEYS[1], KEYS[2], KEYS[3], KEYS[4],\n"
			 "  ARGV[1], ARGV[2], ARGV[3])\n");

/* As for both, but that claiming comes first, and keys are named once. */
struct redis_script queue_redis_next = REDIS_SCRIPT(
    LUA_CLAIM LUA_ACK "return { ack(KEYS[3], KEYS[5], KEYS[7], KEYS[8],\n"
		      "  ARGV[5], ARGV[6], ARGV[7]), claim() }\n");

/*
 * KEYS		reserved, attempts, ready, delayed, notify, memory
 * ARGV		member, n, delay; whether to remember, for how long, and what
 */
struct redis_script queue_redis_release = REDIS_SCRIPT(LUA_OURS
    "if not ours(KEYS[1], KEYS[2], ARGV[1], ARGV[2]) then return 0 end\n"
    "redis.call('ZREM', KEYS[1], ARGV[1])\n"
    "if tonumber(ARGV[3]) > 0 then\n"
    "  local now = tonumber(redis.call('TIME')[1])\n"
    "  redis.call('ZADD', KEYS[4], now + ARGV[3], ARGV[1])\n"
    "else\n"
    "  redis.call('RPUSH', KEYS[3], ARGV[1])\n"
    "  redis.call('RPUSH', KEYS[5], 1)\n"
    "end\n"
    "if ARGV[4] == '1' then\n"
    "  redis.call('HSET', KEYS[6], 'token', ARGV[6],\n"
    "    'attempts', ARGV[7], 'exceptions', ARGV[8],\n"
    "    'crashes', ARGV[9])\n"
    "  redis.call('EXPIRE', KEYS[6], ARGV[5])\n"
    "end\n"
    "return 1\n");

/*
 * KEYS delayed, reserved, paused; ARGV the queue: in how many microseconds one
 * is ready, or nil
 */
struct redis_script queue_redis_due = REDIS_SCRIPT(
    "if redis.call('SISMEMBER', KEYS[3], ARGV[1]) == 1 then return false end\n"
    "local time, first = redis.call('TIME'), false\n"
    "local now = tonumber(time[1]) + tonumber(time[2]) / 1000000\n"
    "for i = 1, 2 do\n"
    "  local at = tonumber(redis.call('ZRANGE', KEYS[i], 0, 0,\n"
    "    'WITHSCORES')[2] or 'none')\n"
    "  if at and (not first or at - now < first) then first = at - now end\n"
    "end\n"
    "return first and math.ceil(math.max(first, 0) * 1000000)\n");
