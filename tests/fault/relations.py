#!/usr/bin/env python3
"""relations.py - a small filter that plays the role "relations".

It keeps all rules of a filter by itself; which relations there are it asks
emgen-relations.  tests/2510-contract.t breaks it, one edit at a time.
"""
import base64
import json
import os
import select
import subprocess
import sys
import time
import uuid

NAME = "relations.py"
NAMESPACE = uuid.UUID("a813a154-56d4-5a26-8c4e-f4b3d454d6af")
LINE_MAX = 1 << 24
ENDS = ("SchemaAnalyzed", "SchemaAnalysisFailed")
KNOWN = ENDS + (
    "GenerationConfigured", "SchemaAnalysisStarted", "TableAnalyzed")
TEMPORARY = 111
PERMANENT = 100


def write(lines):
    try:
        sys.stdout.buffer.write(lines)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(TEMPORARY)


def event(kind, subject, cause, data):
    run = cause.get("correlationid") or str(uuid.uuid4())
    name = "\n".join([run, NAME, kind, subject, "0"])
    return json.dumps({
        "type": kind,
        "specversion": "1.0",
        "id": str(uuid.uuid5(NAMESPACE, name)),
        "source": NAME,
        "subject": subject,
        "time": time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime()),
        "correlationid": run,
        "causationid": cause.get("id") or run,
        "data": data,
    }).encode() + b"\n"


def reject(reason, line, number, offset):
    where = os.environ.get("EMGEN_REJECT_FD")
    if not where:
        print(f"{NAME}: line {number}: {reason}", file=sys.stderr)
        sys.exit(PERMANENT)
    os.write(int(where), event("EventRejected", NAME, {}, {
        "reason": reason,
        "stage": NAME,
        "line": number,
        "offset": offset,
        "original": base64.b64encode(line[:1 << 16]).decode(),
    }))


def no_duplicates(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError("duplicate keys")
    return dict(pairs)


def parse(line):
    read = json.loads(line, object_pairs_hook=no_duplicates)
    json.dumps(read, ensure_ascii=False).encode()  # no lone surrogates
    return read


def lines():
    """Number, offset and bytes of each line; whatever waits is written before
    it blocks."""
    pieces, offset, number = [], 0, 0
    while True:
        more = os.read(0, 1 << 20)
        first, *rest = more.split(b"\n")
        pieces.append(first)
        for piece in rest:
            line = b"".join(pieces) + b"\n"
            pieces = [piece]
            number += 1
            yield number, offset, line
            offset += len(line)
        if not more:
            break
        if not select.select([0], [], [], 0)[0]:
            drain()
    if any(pieces):
        print(f"{NAME}: torn", file=sys.stderr)
        drain()
        sys.exit(TEMPORARY)


waiting = []  # lines that only pass


def drain():
    write(b"".join(waiting))
    waiting.clear()


def relate(settings, tables, end):
    """The tables, each with its relationships behind it."""
    analysis = b"".join([settings] + list(tables.values()) + [end])
    answer = subprocess.run(
        [os.environ["EMGEN_EXEC_PATH"] + "/emgen-relations"], input=analysis,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True,
        env={})
    for line in answer.stdout.splitlines():
        found = json.loads(line)
        if found["type"] == "RelationshipsDetected":
            table = tables[found["subject"]]
            write(table)
            write(event("RelationshipsDetected", found["subject"],
                        json.loads(table), found["data"]))


def main():
    if sys.argv[1:]:
        print(f"usage: {NAME}", file=sys.stderr)
        return PERMANENT
    settings, tables, number, analyses, is_open = b"", {}, 0, 0, False
    for number, offset, line in lines():
        try:
            if len(line) > LINE_MAX:
                raise ValueError("too long")
            line.decode()
            peeked = json.loads(line)
            kind = peeked.get("type")
            if kind == "TableAnalyzed":
                table = parse(line)["subject"]
        except (ValueError, AttributeError) as why:
            reject(str(why), line, number, offset)
            continue
        if kind == "RelationshipsDetected" and peeked.get("source") == NAME:
            continue
        if kind not in KNOWN:
            waiting.append(line)
            continue
        drain()
        if kind == "TableAnalyzed":
            tables[table] = line
            continue
        if kind == "GenerationConfigured":
            settings = line
        if kind == "SchemaAnalysisStarted":
            is_open = True
        if kind in ENDS:
            is_open = False
            if kind == "SchemaAnalyzed":
                analyses += 1
                relate(settings, tables, line)
            else:
                write(b"".join(tables.values()))
            tables.clear()
        write(line)
    write(b"".join(tables.values()))
    drain()
    return TEMPORARY if is_open else 0


sys.exit(main())
