#!/usr/bin/env python3
"""work.py BUILD [JOBS] - emgen queue work on SQLite with a handler that does
nothing (cat): jobs a second, how long a job that is pushed to a waiting worker
takes until its handler has answered (median, p99, worst), and what a worker that
waits costs.  The floor of the latency is starting and ending cat alone."""
import json, os, random, sqlite3, statistics, subprocess, sys, tempfile, time, uuid

build = os.path.realpath(sys.argv[1])
jobs = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
samples = 200
emgen = os.path.join(build, 'bin', 'emgen')
os.environ['EMGEN_EXEC_PATH'] = os.path.join(build, 'libexec')


def line(n):
    return json.dumps({'type': 'Noted', 'specversion': '1.0', 'id': str(uuid.uuid4()),
                       'source': 'bench', 'data': {'n': n}}, separators=(',', ':'))


def push(text):
    subprocess.run([emgen, 'queue', 'push', 'default'], input=text.encode(),
                   stdout=subprocess.DEVNULL, check=True)


def work(*options):
    return [emgen, 'queue', 'work', *options, '--', 'cat']


def rate(*options):
    """Jobs a second, of all that are there when it starts."""
    push(''.join(line(n) + '\n' for n in range(jobs)))
    start = time.monotonic()
    subprocess.run(work('--stop-when-empty', *options), stdout=subprocess.DEVNULL, check=True)
    return jobs / (time.monotonic() - start)


def latency(*options):
    """Milliseconds from the start of a push's commit to the line of its handler."""
    worker = subprocess.Popen(work(*options), stdout=subprocess.PIPE, text=True)
    database = sqlite3.connect('.emgen/emgen.db', timeout=30)
    took = []
    for n in range(samples + 10):
        time.sleep(random.uniform(0.01, 0.05))
        # an event alone is a payload, too
        database.execute('insert into jobs (queue, payload, attempts, available_at, created_at) '
                         "values ('default', ?, 0, unixepoch(), unixepoch())", (line(n),))
        start = time.monotonic()
        database.commit()
        while '"Noted","specversion"' not in (text := worker.stdout.readline()) or 'JobProcessed' in text:
            pass
        took.append((time.monotonic() - start) * 1000)
    database.close()
    worker.terminate()
    worker.wait()
    return sorted(took[10:])


def show(name, took):
    print(f'  {name:32} {statistics.median(took):8.2f} {took[int(len(took) * .99)]:8.2f} {took[-1]:8.2f}')


def spawn_floor():
    took = []
    for n in range(samples):
        start = time.monotonic()
        subprocess.run(['cat'], input=line(n).encode(), stdout=subprocess.PIPE, check=True)
        took.append((time.monotonic() - start) * 1000)
    return sorted(took)


def idle(*options, seconds=10):
    """CPU of a worker that waits, in percent of one processor."""
    worker = subprocess.Popen(work(*options), stdout=subprocess.DEVNULL)
    time.sleep(2)

    def used():
        with open(f'/proc/{worker.pid}/schedstat') as file:
            return int(file.read().split()[0]) / 1e9

    before = used()
    time.sleep(seconds)
    share = (used() - before) / seconds * 100
    worker.terminate()
    worker.wait()
    return share


def main():
    modes = {
        'a process a job, 1 worker': [],
        'a process a job, 4 workers': ['--workers', '4'],
        '--stream, 1 worker': ['--stream'],
        '--stream, 4 workers': ['--stream', '--workers', '4'],
    }
    print(f'jobs a second (SQLite, {jobs} jobs, cat)')
    for name, options in modes.items():
        print(f'  {name:32} {rate(*options):8.0f}')
    print('pick-up, ms                           median      p99    worst')
    for name, options in modes.items():
        show(name, latency(*options))
    show('floor: cat from Python', spawn_floor())
    print('a worker that waits, % of a processor')
    for name, options in modes.items():
        print(f'  {name:32} {idle(*options):8.4f}')


with tempfile.TemporaryDirectory() as scratch:
    os.chdir(scratch)
    main()
