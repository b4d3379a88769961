#!/usr/bin/env python3
"""cache_model SEED STEPS CLIENT... - emgen cache against a dict.

$EMGEN_CACHE is the cache; CLIENT... is a command that runs SQL from its stdin in
it, to let time pass, and to look for what nothing refers to any more.  For
Redis it is redis-cli.
"""
import json
import subprocess
import sys

from model import Differs, play, run, same, weight

KEYS = ["a", "b", "schema:app", "clé/\N{SNOWMAN}", "a ", "A", "%", "it's \"x\"\\"]
TAGS = ["schema", "Schema", "schema ", "public.users", "\N{SNOWMAN}", "'--"]
STARTED = b'{"type":"SchemaAnalysisStarted","data":{}}\n'
ENDED = b'{"type":"SchemaAnalyzed","data":{}}\n'
FAILED = b'{"type":"SchemaAnalysisFailed","data":{}}\n'


class Sql:
    """What is seen of a cache, and done to it, behind the program's back."""

    def __init__(self, client):
        self.client = client

    def ask(self, text):
        return run(self.client, text.encode()).decode().split()

    def rows(self):
        """How many entries there are, and tags of them."""
        return self.ask("SELECT count(*) FROM cache_entries; SELECT count(*) FROM cache_tags;")

    def orphans(self):
        """Pieces and tags of no entry."""
        return self.ask("".join("SELECT count(*) FROM %s WHERE value_id NOT IN (SELECT value_id FROM cache_entries);" % t
                                for t in ("cache_chunks", "cache_tags")))

    def wait(self, seconds):
        self.ask("UPDATE cache_entries SET expires_on = expires_on - %d, stored_on = stored_on - %d;"
                 "UPDATE cache_marks SET marked_on = marked_on - %d;" % (seconds, seconds, seconds))


class Redis:
    BASE = "local base = 'emgen:cache:' local function names(what) return redis.call('KEYS', base .. what .. ':*') end "

    def __init__(self, client):
        self.client = client

    def eval(self, script, *args):
        return run(self.client + ["EVAL", self.BASE + script, "0"] + list(args)).decode().split()

    def rows(self):
        return self.eval("local n = 0 for _, k in ipairs(names('tag')) do n = n + redis.call('SCARD', k) end "
                         "if redis.call('ZCARD', base .. 'keys') ~= #names('entry') then return {-1} end "
                         "return {redis.call('ZCARD', base .. 'keys'), n}")

    def orphans(self):
        """Values of no entry that will not go away soon, and tags of none."""
        return self.eval("local used, n, m = {}, 0, 0 "
                         "for _, k in ipairs(names('entry')) do used[base .. 'value:' .. redis.call('HGET', k, 'id')] = 1 end "
                         "for _, k in ipairs(names('value')) do local ttl = redis.call('TTL', k) "
                         "  if not used[k] and (ttl > 60 or ttl < 0) then n = n + 1 end end "
                         "for _, k in ipairs(names('tag')) do for _, key in ipairs(redis.call('SMEMBERS', k)) do "
                         "  m = m + 1 - redis.call('EXISTS', base .. 'entry:' .. key) end end "
                         "return {n, m}")

    def wait(self, seconds):
        self.eval("local t = ARGV[1] "
                  "for _, k in ipairs(names('entry')) do redis.call('HINCRBY', k, 'expires', -t) redis.call('HINCRBY', k, 'stored', -t) end "
                  "for _, k in ipairs(redis.call('ZRANGE', base .. 'keys', 0, -1)) do redis.call('ZINCRBY', base .. 'keys', -t, k) end "
                  "for _, what in ipairs({'value', 'mark'}) do for _, k in ipairs(names(what)) do "
                  "  redis.call('EXPIRE', k, redis.call('TTL', k) - t) end end", str(seconds))


def emgen(verb, key=None, tags=(), *more, given=b"", code=0):
    return run(argv(verb, key, tags, *more), given, code)


def argv(verb, key=None, tags=(), *more):
    options = [option for tag in tags for option in ("--tag", tag)]
    return ["emgen", "cache", verb] + ([key] if key else []) + options + list(more)


class Pending:
    """A command that runs, and what became of its key since it began."""

    def __init__(self, key, tags, ttl):
        self.key, self.tags, self.ttl = key, tags, ttl
        self.flushed = False
        self.first = b'{"type":"First"}\n'
        self.process = subprocess.Popen(argv("remember", key, tags, "--ttl", str(ttl), "--", "cat"),
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.process.stdin.write(self.first)
        self.process.stdin.flush()
        # what comes, comes at once: the command runs, and more is to follow
        same("the first line of a miss", self.process.stdout.readline(), self.first)

    def end(self, rest, code):
        out, _ = self.process.communicate(rest)
        same("a miss that took its time", out, rest)
        same("its code", self.process.returncode, code)
        return self.first + rest


class Cache:
    def __init__(self, behind):
        self.behind = behind
        self.now = 0
        self.values = {}  # key: (value, tags, when it expires)
        self.pending = []

    # --- the model ---

    def live(self):
        return {key: v for key, v in self.values.items() if v[2] > self.now}

    def find(self, key, tags=()):
        value, has, _ = self.live().get(key, (None, set(), 0))
        return value if set(tags) <= has else None

    def put(self, key, tags, ttl, value):
        if not value and ttl > 0:
            return  # a source that died is no empty schema
        self.values.pop(key, None)
        if ttl > 0:
            self.values[key] = (value, set(tags), self.now + ttl)

    def flush(self, is_meant):
        self.values = {k: v for k, v in self.values.items() if not is_meant(k, v[1])}
        for p in self.pending:
            p.flushed |= bool(is_meant(p.key, set(p.tags)))

    # --- what is random ---

    def key(self, rng):
        return rng.choice(KEYS)

    def tags(self, rng, most=3):
        return rng.sample(TAGS, rng.randint(0, most))

    def ttl(self, rng):
        return rng.choice([-1, 0, 1000, 3600, 86400])

    def value(self, rng):
        size = rng.choice([0, 1, 10, 10, 1000, 300000])
        text = "".join(rng.choice(["x", "é", "\N{SNOWMAN}", "\U0001f600"]) for _ in range(min(size, 1000)))
        lines = [json.dumps({"type": "Noted", "n": rng.random(), "text": text * (size // 1000 or 1)}, ensure_ascii=False)
                 for _ in range(rng.randint(0, 3))]
        return "".join(line + "\n" for line in lines).encode()

    # --- operations ---

    @weight(4)
    def do_put(self, rng):
        key, tags, ttl, value = self.key(rng), self.tags(rng), self.ttl(rng), self.value(rng)
        if rng.random() < 0.3:
            value = STARTED + value + ENDED
        emgen("put", key, tags, "--ttl", str(ttl), given=value)
        self.put(key, tags, ttl, value)
        return (key, tags, ttl, len(value))

    def do_put_incomplete(self, rng):
        key, tags = self.key(rng), self.tags(rng)
        emgen("put", key, tags, given=STARTED + self.value(rng) + rng.choice([b"", FAILED]), code=111)
        return (key, tags)

    @weight(6)
    def do_get(self, rng):
        key, tags = self.key(rng), self.tags(rng, 1)
        want = self.find(key, tags)
        got = emgen("get", key, tags, code=1 if want is None else 0)
        same("get %r %r" % (key, tags), got, want or b"")
        return (key, tags, want is not None)

    @weight(4)
    def do_remember(self, rng):
        key, tags, ttl, made = self.key(rng), self.tags(rng), self.ttl(rng), self.value(rng)
        found = self.find(key, tags)
        got = emgen("remember", key, tags, "--ttl", str(ttl), "--", "cat", given=made)
        same("remember %r %r" % (key, tags), got, made if found is None else found)
        if found is None:
            self.put(key, tags, ttl, made)
        return (key, tags, ttl, found is not None)

    @weight(2)
    def do_remember_what_fails(self, rng):
        key, tags, made = self.key(rng), self.tags(rng), self.value(rng)
        code = rng.choice([0, 1, 7, 100, 111, 125])
        if code == 0:
            made = STARTED + made
        found = self.find(key, tags)
        want = code or 111
        if code == 0 and rng.random() < 0.5:
            made, want = made + FAILED, 0
        got = emgen("remember", key, tags, "--", "sh", "-c", "cat; exit %d" % code,
                    given=made, code=0 if found is not None else want)
        same("remember what fails", got, made if found is None else found)
        return (key, tags, code, found is not None)

    @weight(2)
    def do_begin(self, rng):
        key, tags, ttl = self.key(rng), self.tags(rng), self.ttl(rng)
        if len(self.pending) > 3 or self.find(key, tags) is not None:
            return "nothing"
        self.pending.append(Pending(key, tags, ttl))
        return (key, tags, ttl)

    @weight(2)
    def do_end(self, rng):
        if not self.pending:
            return "nothing"
        p = self.pending.pop(rng.randrange(len(self.pending)))
        whole = rng.random() < 0.8
        value = p.end(self.value(rng) if whole else STARTED, 0 if whole else 111)
        if whole and not p.flushed:
            self.put(p.key, p.tags, p.ttl, value)
        return (p.key, p.tags, p.ttl, whole, p.flushed)

    def do_forget(self, rng):
        key = self.key(rng)
        emgen("forget", key)
        self.flush(lambda k, tags: k == key)
        return key

    def do_flush(self, rng):
        some = set(self.tags(rng))
        if not some:
            emgen("flush", None, (), "--all")
            self.flush(lambda k, tags: True)
        else:
            emgen("flush", None, sorted(some))
            self.flush(lambda k, tags: tags & some)
        return some or "all"

    def do_sweep(self, rng):
        emgen("sweep")
        self.values = self.live()
        same("rows without an entry", self.behind.orphans(), ["0", "0"])
        same("rows", self.behind.rows(),
             [str(len(self.values)), str(sum(len(v[1]) for v in self.values.values()))])

    def do_wait(self, rng):
        if self.pending:
            return "nothing"
        seconds = rng.choice([500, 2000, 40000])
        self.behind.wait(seconds)
        self.now += seconds
        return seconds

    def do_list(self, rng):
        tags = self.tags(rng, 1)
        listed = [json.loads(line) for line in emgen("list", None, tags, "--json").splitlines()]
        same("list %r" % tags, {e["key"]: (e["bytes"], sorted(e["tags"])) for e in listed},
             {k: (len(v[0]), sorted(v[1])) for k, v in self.live().items() if set(tags) <= v[1]})
        same("its order", [e["key"].encode() for e in listed], sorted(e["key"].encode() for e in listed))
        return tags

    def end(self):
        """What is flushed leaves nothing behind."""
        for p in self.pending:
            p.end(b"", 0)
        emgen("flush", None, (), "--all")
        same("rows behind it all", self.behind.rows() + self.behind.orphans(), ["0", "0", "0", "0"])


if __name__ == "__main__":
    client = sys.argv[3:]
    cache = Cache((Redis if client[0] == "redis-cli" else Sql)(client))
    play(cache, int(sys.argv[1]), int(sys.argv[2]))
    try:
        cache.end()
    except Differs as why:
        sys.exit("seed %s: %s" % (sys.argv[1], why))
