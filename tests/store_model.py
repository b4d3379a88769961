#!/usr/bin/env python3
"""store_model - random operations on emgen store, each held against a model of
a few lines in memory.

usage: store_model.py SEED OPERATIONS        ($EMGEN_DATABASE says where)
SEED gives the same operations again.  What is expected is computed here, never
asked of the store.
"""
import json
import os
import random
import shlex
import subprocess
import sys
import uuid

TYPES = ("Noted", "Seen", "Heard")
MODELS = ("ModelDefinitionCreated", "ModelDefinitionChanged",
          "ModelDefinitionRemoved", "ModelGenerated")


def emgen(*args, lines=(), want=0):
    """The lines that emgen store writes; it must end with a code of want."""
    run = subprocess.run(["emgen", "store", *args], input="".join(lines), text=True,
                         capture_output=True, check=False)
    codes = want if isinstance(want, tuple) else (want,)
    check(run.returncode in codes, f"{args}: ends with {run.returncode}, not {want}: {run.stderr}")
    return run.stdout.splitlines(keepends=True)


def check(good, what):
    if not good:
        raise AssertionError(what)


def same(got, want, what):
    check(got == want, f"{what}:\n  got  {str(got)[:2000]}\n  want {str(want)[:2000]}")


def ask(sql):
    """Rows of the database, as lists of text."""
    dsn = os.environ["EMGEN_DATABASE"]
    if dsn.startswith("sqlite:"):
        command = ["sqlite3", "-json", dsn[len("sqlite:"):], sql]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return [["" if value is None else str(value) for value in row.values()]
                for row in json.loads(out or "[]")]
    command = [*shlex.split(os.environ["CLIENT"]), sql]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [line.split("\t") for line in out.splitlines()]


class Event:
    def __init__(self, kind, eid, stream, time, data, metrics, model=None):
        self.kind, self.id, self.time, self.data = kind, eid, time, data
        self.stream = model or stream
        data = {**({"modelId": model} if model else {}), **data}
        if metrics is not None:
            data["metrics"] = {"ms": metrics}
        self.line = json.dumps({
            "type": kind, "specversion": "1.0", "id": eid, "source": "model", "time": time,
            "correlationid": stream, "data": data}, separators=(",", ":")) + "\n"

    def says_the_same(self, other):
        return (self.kind, self.data, self.stream) == (other.kind, other.data, other.stream)


def fails(event):
    """What the handler of a subscription does with an event: 0, or its exit code."""
    return 1 if event.data["n"] % 7 == 3 else 100 if event.data["n"] % 11 == 5 else 0


HANDLER = """
import json, sys
lines = sys.stdin.readlines()
numbers = [json.loads(line)["data"]["n"] for line in lines]
if not sys.argv[1:] == ["mended"]:
    if any(n % 11 == 5 and n % 7 != 3 for n in numbers): sys.exit(100)
    if any(n % 7 == 3 for n in numbers): sys.exit(1)
sys.stdout.writelines(lines)
"""
PARK_AFTER = 2


class Subscription:
    def __init__(self, types):
        self.types, self.done, self.parked = types, 0, {}


class Group:
    """How far each member has read, and whose a stream has turned out to be."""

    def __init__(self, members, since=0):
        self.since, self.done, self.owners = since, [since] * members, {}

    def share_anew(self, members):
        self.__init__(members, self.done[0])


class Model:
    """What the store should be."""

    def __init__(self, rng):
        self.rng, self.events, self.n = rng, [], 0
        self.known, self.subscriptions, self.groups = {}, {}, {}
        self.streams = [self.uuid() for _ in range(4)]
        self.models = [self.uuid() for _ in range(3)]

    def uuid(self):
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def version(self, stream, more=()):
        return sum(event.stream == stream for event in self.events + list(more))

    # --- making events ---

    def new_event(self):
        rng = self.rng
        self.n += 1
        time = f"2026-01-{rng.randint(1, 28):02}T{rng.randint(0, 23):02}:00:00.{rng.randint(0, 999999):06}Z"
        metrics = rng.choice((None, 1))
        if rng.random() < 0.3:
            return Event(rng.choice(MODELS), self.uuid(), rng.choice(self.streams), time,
                         self.definition(), metrics, rng.choice(self.models))
        text = rng.choice(("", "é\"\\\n", "\U0001f600", "x" * rng.randint(0, 3000)))
        return Event(rng.choice(TYPES), self.uuid(), rng.choice(self.streams), time,
                     {"n": self.n, "text": text, "number": rng.choice((1, 1.5, -2e30, 2**60))}, metrics)

    def definition(self):
        rng, n = self.rng, self.n
        relations = [{"name": f"r{i}", "kind": "belongsTo", "class": f"C{n}"} for i in range(rng.randint(0, 3))]
        return {"n": n, "name": f"Class{n}", "artifact": "model", "path": f"app/{n}.php",
                "attributes": {"table": {"name": f"t{n}"}, "relations": relations,
                               "columns": [{}] * rng.randint(1, 5)}}

    def again(self, event):
        """A known event once more, with other metrics or other data."""
        made = json.loads(event.line)
        copy = Event.__new__(Event)
        copy.__dict__.update(event.__dict__)
        if self.rng.random() < 0.7:
            made["data"]["metrics"] = {"ms": self.rng.randint(2, 99)}
        else:
            copy.data = {**event.data, "n": -event.data["n"]}
            made["data"]["n"] = copy.data["n"]
        copy.line = json.dumps(made, separators=(",", ":")) + "\n"
        return copy

    # --- operations ---

    def append(self):
        rng = self.rng
        batch = []
        for _ in range(rng.randint(1, 8)):
            old = self.events + batch
            batch.append(self.again(rng.choice(old)) if old and rng.random() < 0.2 else self.new_event())
        expect = rng.choice(("any",) * 6 + ("none", "exists", str(rng.randint(0, 5))))
        size = rng.choice((1, 3, 100))
        out, code = self.append_batches(batch, expect, size)
        same(emgen("append", "--batch", str(size), "--expect-version", expect,
                   lines=[event.line for event in batch], want=code),
             [event.line for event in out], f"append --expect-version {expect} --batch {size}")

    def append_batches(self, events, expect, size):
        """Batch by batch: a bad event takes its batch with it, not those before."""
        out, seen = [], set()
        for at in range(0, len(events), size):
            added = []
            for event in events[at:at + size]:
                known = self.known.get(event.id) or next((e for e in added if e.id == event.id), None)
                first = event.stream not in seen
                seen.add(event.stream)
                unexpected = first and not self.is_expected(expect, self.version(event.stream, added))
                if known and not known.says_the_same(event) or unexpected and not known:
                    return out, 100
                if not known:
                    added.append(event)
            self.events += added
            self.known.update((event.id, event) for event in added)
            out += events[at:at + size]
        return out, 0

    @staticmethod
    def is_expected(expect, version):
        return {"any": True, "none": version == 0, "exists": version > 0}.get(
            expect, expect.isdigit() and int(expect) == version)

    def positions(self):
        rows = [(int(position), eid) for position, eid in
                ask("SELECT position, event_id FROM domain_events ORDER BY position")]
        same([eid for _, eid in rows], [event.id for event in self.events], "the order of the events")
        return [position for position, _ in rows]

    def read(self):
        rng, positions, args = self.rng, self.positions(), []
        want = list(zip(positions, self.events))
        last = positions[-1] if positions else 0
        if rng.random() < 0.4:
            types = rng.sample(TYPES + MODELS, rng.randint(1, 3))
            args += ["--type", ",".join(types)]
            want = [(p, event) for p, event in want if event.kind in types]
        if rng.random() < 0.4:
            stream = rng.choice(self.streams + self.models)
            args += ["--stream", stream]
            want = [(p, event) for p, event in want if event.stream == stream]
        if rng.random() < 0.4:
            first = rng.randint(0, last + 1)
            args += ["--from", str(first)]
            want = [(p, event) for p, event in want if p >= first]
        if rng.random() < 0.4:
            until = rng.randint(1, last + 1)
            args += ["--to", str(until)]
            want = [(p, event) for p, event in want if p <= until]
        if rng.random() < 0.4:
            since = f"2026-01-{rng.randint(1, 28):02}T12:00:00.000000Z"
            args += ["--since", since]
            want = [(p, event) for p, event in want if event.time >= since]
        same(emgen("read", *args), [event.line for _, event in want], f"read {args}")

    def subscribe(self):
        rng = self.rng
        name = rng.choice("abc")
        sub = self.subscriptions.setdefault(
            name, Subscription(rng.choice((None, rng.sample(TYPES, 2)))))
        args = ["--type", ",".join(sub.types)] if sub.types else []
        new = [event for event in self.events[sub.done:] if not sub.types or event.kind in sub.types]
        for event in new:
            if fails(event):
                sub.parked[event.id] = 1 if fails(event) == 100 else PARK_AFTER
        sub.done = len(self.events)
        same(emgen("subscribe", "--stop-when-empty", "--backoff", "0", "--park-after", str(PARK_AFTER),
                   "--batch", str(rng.choice((1, 2, 50))), *args, name, "--", "python3", "-c", HANDLER),
             [event.line for event in new if not fails(event)], f"subscribe {name}")
        self.list_parked(name, sub)

    def share(self):
        """A member of a group gets the streams that are its own, in order."""
        rng = self.rng
        name = rng.choice("xy")
        group = self.groups.setdefault(name, Group(rng.randint(2, 4)))
        if len(set(group.done)) == 1 and rng.random() < 0.3:
            group.share_anew(rng.randint(2, 4))
        members = range(len(group.done)) if rng.random() < 0.3 else [rng.randrange(len(group.done))]
        for member in members:
            new = self.events[group.done[member]:]
            lines = set(emgen("subscribe", "--stop-when-empty", "--batch", str(rng.choice((1, 50))), "--member",
                              f"{member + 1}/{len(group.done)}", name, "--", "cat"))
            for event in new:
                if event.line in lines:
                    same(group.owners.setdefault(event.stream, member), member, f"{name}: owner of {event.stream}")
                else:
                    check(group.owners.get(event.stream) != member, f"{name}: {event.stream} is member {member}'s")
            group.done[member] = len(self.events)
        if len(set(group.done)) == 1:
            streams = {event.stream for event in self.events[group.since:]}
            check(streams <= set(group.owners), f"{name}: nobody has got {streams - set(group.owners)}")

    def list_parked(self, name, sub):
        ids = dict((str(p), event.id) for p, event in zip(self.positions(), self.events))
        rows = [json.loads(line) for line in emgen("list-parked", "--json", name)]
        same([(ids[str(row["position"])], row["attempts"]) for row in rows],
             [(event.id, sub.parked[event.id]) for event in self.events if event.id in sub.parked],
             f"list-parked {name}")

    def replay_parked(self):
        if not self.subscriptions:
            return
        name = self.rng.choice(sorted(self.subscriptions))
        sub = self.subscriptions[name]
        events = [event for event in self.events if event.id in sub.parked]
        if self.rng.random() < 0.5:
            for event in events:
                sub.parked[event.id] += 1
            same(emgen("replay-parked", name, "--", "python3", "-c", HANDLER, want=(100, 111) if events else 0),
                 [], f"replay-parked {name}")
        else:
            sub.parked = {}
            same(emgen("replay-parked", name, "--", "python3", "-c", HANDLER, "mended"),
                 [event.line for event in events], f"replay-parked {name}, mended")
        self.list_parked(name, sub)

    def project(self):
        emgen("project", *self.rng.choice(([], ["--rebuild"])))
        rows = {}
        for event in self.events:
            attributes = event.data.get("attributes", {})
            row = rows.get(event.stream)
            if event.kind in MODELS[:2]:
                row = rows.setdefault(event.stream, {"table": attributes["table"]["name"], "path": ""})
                row.update(name=event.data["name"], relations=attributes["relations"],
                           columns=len(attributes["columns"]), count=len(attributes["relations"]), there=1)
            elif row and event.kind == MODELS[2]:
                row.update(relations=[], there=0)
            elif row and event.kind == MODELS[3]:
                row["path"] = event.data["path"]
        same(sorted(ask("SELECT model_id, table_name, class, columns, relations, coalesce(path, ''), "
                        "CASE WHEN removed_on IS NULL THEN 1 ELSE 0 END FROM model_catalog")),
             sorted([key, row["table"], row["name"], str(row["columns"]), str(row["count"]), row["path"],
                     str(row["there"])] for key, row in rows.items()), "model_catalog")
        same(sorted(ask("SELECT model_id, name, kind, related FROM relationship_catalog")),
             sorted([key, relation["name"], relation["kind"], relation["class"]]
                    for key, row in rows.items() for relation in row["relations"]), "relationship_catalog")

    def versions(self):
        counts, want = {}, []
        for event in self.events:
            counts[event.stream] = counts.get(event.stream, 0) + 1
            want.append([event.stream, str(counts[event.stream])])
        same(ask("SELECT stream_id, stream_version FROM domain_events ORDER BY position"), want, "versions")
        verify = subprocess.run(["emgen", "store", "verify"], capture_output=True, text=True, check=False)
        same([line for line in verify.stderr.splitlines() if ": its schema: " not in line], [], "verify")

    def append_all_again(self):
        """Appending a recorded stream twice equals once."""
        lines = [event.line for event in self.events]
        same(emgen("append", lines=lines), lines, "append everything again")
        same(emgen("export"), lines, "export")


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)
    model = Model(rng)
    emgen("append")             # nothing: but now there are tables
    operations = ([Model.append] * 8 + [Model.read] * 6 + [Model.subscribe] * 3 +
                  [Model.share] * 3 + [Model.replay_parked] +
                  [Model.project] * 2 + [Model.versions, Model.append_all_again])
    for step in range(count):
        operation = rng.choice(operations)
        try:
            operation(model)
        except AssertionError as wrong:
            sys.exit(f"seed {seed}, operation {step + 1}, {operation.__name__}: {wrong}")
    for operation in (Model.versions, Model.project, Model.append_all_again):
        operation(model)
    print(f"seed {seed}: {count} operations, {len(model.events)} events")


if __name__ == "__main__":
    main()
