#!/usr/bin/env python3
"""work.py BUILD KIND DSN JOBS WAITING FLOOR... - emgen queue work on one kind of
database, with a handler that does nothing (cat): jobs a second, with WAITING
jobs more behind those that are done; how long a job that is pushed to a waiting
worker takes until its handler has answered; what a worker that waits costs.

FLOOR is a command that works JOBS jobs off in a bare loop of the same statements
(bench/queue, bench/redis) and says how many a second that was: it is run before
and behind each of ours, and its mean is what ours is compared with.  It has no
handler.  What starts a process for each job has the time that this takes, just
then, added to it.  With $APP, the folder of a Laravel application that uses the same
database, its worker is measured, too, for some seconds at most.

The queue `many` holds enough jobs already, and WAITING more.  Who starts is not
measured: jobs a second are those between the end of the first job and the last."""
import datetime, json, os, random, select, statistics, subprocess, sys, time, uuid

build, kind, dsn, jobs, waiting = sys.argv[1:6]
bare = sys.argv[6:]
jobs, waiting = int(jobs), int(waiting)
app = os.environ.get('APP')
samples = int(os.environ.get('SAMPLES', '200'))
emgen = os.path.join(os.path.realpath(build), 'bin', 'emgen')
os.environ['EMGEN_EXEC_PATH'] = os.path.join(os.path.realpath(build), 'libexec')
theirs_too = jobs // 2
their_seconds = 10
modes = {
    'a process a job, 1 worker': [],
    'a process a job, 4 workers': ['--workers', '4'],
    '--stream, 1 worker': ['--stream'],
    '--stream, 4 workers': ['--stream', '--workers', '4'],
}


def line(n):
    return (f'{{"type":"Noted","specversion":"1.0","id":"{uuid.uuid4()}",'
            f'"source":"bench","data":{{"n":{n}}}}}\n').encode()


def push(queue, **more):
    return subprocess.Popen([emgen, 'queue', 'push', '--database', dsn, queue],
                            stdin=subprocess.PIPE, bufsize=0, **more)


def work(queue, *options):
    return [emgen, 'queue', 'work', '--database', dsn, '--failed', 'sqlite:failed.db',
            '--queue', queue, *options, '--', 'cat']


def rate(options):
    with open('said', 'wb') as said:
        subprocess.run(work('many', '--max-jobs', str(jobs), *options), stdout=said, check=True)
    with open('said') as said:
        ends = [json.loads(text)['time'] for text in said if '"JobProcessed"' in text]
    first, last = (datetime.datetime.fromisoformat(text.rstrip('Z')) for text in (min(ends), max(ends)))
    return (len(ends) - 1) / (last - first).total_seconds()


def floor():
    return float(subprocess.run(bare, stdout=subprocess.PIPE, check=True).stdout)


def spawn_seconds():
    """To start cat, give it a line, and see it end."""
    start = time.monotonic()
    for n in range(200):
        give, get = os.pipe(), os.pipe()
        child = os.posix_spawnp('cat', ['cat'], os.environ, file_actions=[
            (os.POSIX_SPAWN_DUP2, give[0], 0), (os.POSIX_SPAWN_DUP2, get[1], 1),
            *((os.POSIX_SPAWN_CLOSE, fd) for fd in give + get)])
        os.close(give[0]), os.close(get[1])
        os.write(give[1], line(n))
        os.close(give[1])
        while os.read(get[0], 65536):
            pass
        os.close(get[0])
        os.waitpid(child, 0)
    return (time.monotonic() - start) / 200


def pick_up(options):
    """Milliseconds from when a push has passed its line on, which is durable
    then, to the line of the handler; at least 0."""
    worker = subprocess.Popen(work('live', *options), stdout=subprocess.PIPE, bufsize=0)
    pushing = push('live', stdout=subprocess.PIPE)
    took = []
    for n in range(samples + 10):
        time.sleep(random.uniform(0.01, 0.05))
        text = line(n)
        pushing.stdin.write(text)
        at, held = {}, {pushing.stdout: b'', worker.stdout: b''}
        while len(at) < 2 or b'JobProcessed' not in held[worker.stdout]:
            for file in select.select(list(held), [], [])[0]:
                held[file] += file.read(65536)
                if b'"Noted"' in held[file]:
                    at.setdefault(file, time.monotonic())
        took.append(max(0, at[worker.stdout] - at[pushing.stdout]) * 1000)
    pushing.stdin.close()
    pushing.wait()
    worker.terminate()
    worker.wait()
    took = sorted(took[10:])
    return statistics.median(took), took[int(len(took) * .99)], took[-1]


def idle(options, seconds=int(os.environ.get('IDLE', '10'))):
    """CPU of a worker that waits, in percent of one processor."""
    worker = subprocess.Popen(work('none', *options), stdout=subprocess.DEVNULL)
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


def laravel():
    """Jobs a second of its own worker, from the end of its first job on."""
    rate = os.path.join(app, 'rate')
    if os.path.exists(rate):
        os.remove(rate)
    subprocess.run(['php', 'artisan', 'queue:work', '--queue=many', f'--max-jobs={theirs_too}',
                    f'--max-time={their_seconds}', '--sleep=0'],
                   cwd=app, stdout=subprocess.DEVNULL, check=True)
    if not os.path.exists(rate):
        return None  # not two jobs in that time
    with open(os.path.join(app, 'rate')) as file:
        return float(file.read())


def main():
    theirs = laravel() if app else None
    print(f"{kind}, {waiting} jobs waiting; Laravel's worker {f'{theirs:.0f} jobs/s' if theirs else 'not measured'}")
    print('                                jobs/s  bare loop  process ms  of floor  of Laravel   '
          'pick-up ms: median   p99  worst   idle CPU %')
    for name, options in modes.items():
        spawn = None if '--stream' in options else spawn_seconds()
        before = floor()
        ours = rate(options)
        low = (before + floor()) / 2
        if spawn:
            spawn = (spawn + spawn_seconds()) / 2
        least = 1 / (1 / low + spawn) if spawn else low
        text = f'  {name:28} {ours:7.0f}  {low:9.0f}  {f"{spawn * 1000:10.2f}" if spawn else "":10}  {ours / least:8.2f}  {f"{ours / theirs:10.2f}" if theirs else "":10}'
        if not waiting:
            live, share = pick_up(options), idle(options)
            text += f'   {live[0]:18.2f} {live[1]:5.1f} {live[2]:6.1f}   {share:10.4f}'
        print(text, flush=True)


main()
