#!/bin/bash
# Two hosts with addresses of their own work one queue; one is cut off with a job
# in hand and comes back: the job is done by the other, and once.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
# shellcheck source=storm.sh
. "$top/tests/storm.sh"
# shellcheck source=pgsql.sh
. "$top/tests/pgsql.sh"

# Host N is a network namespace with 10.213.N.2; the server is at 10.213.N.1.
tag=q$((BASHPID % 100000))
proxies=()
net_finish() {
	local n
	[ "${#proxies[@]}" = 0 ] || kill "${proxies[@]}" 2>/dev/null
	for n in 1 2; do
		ip link del "$tag.$n" 2>/dev/null
		ip netns del "$tag-$n" 2>/dev/null
	done
}
stops=(net_finish "${stops[@]}")
cat >proxy.py <<'P'
import asyncio, sys

async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()

async def serve(reader, writer):
    there = await asyncio.open_unix_connection(sys.argv[2])
    await asyncio.gather(pump(reader, there[1]), pump(there[0], writer))

async def main():
    server = await asyncio.start_server(serve, sys.argv[1], 5432)
    print('ready', flush=True)
    await server.serve_forever()

asyncio.run(main())
P
mkfifo ready
for n in 1 2; do
	ok "host $n" bash -ec '
		ip netns add "$1-$2"
		ip link add "$1.$2" type veth peer name eth0 netns "$1-$2"
		ip address add "10.213.$2.1/24" dev "$1.$2"
		ip link set "$1.$2" up
		ip -n "$1-$2" address add "10.213.$2.2/24" dev eth0
		ip -n "$1-$2" link set eth0 up' - "$tag" $n
	python3 proxy.py "10.213.$n.1" "$pg_dir/.s.PGSQL.$pg_port" >ready 2>/dev/null &
	proxies+=($!)
	read -r _ <ready
done

pg_create hosts
pg_sql() { pg hosts -c "$1"; }
on() { # HOST OPTION...
	local n=$1
	shift
	ip netns exec "$tag-$n" "$build/libexec/emgen-queue" work --database "pgsql://postgres@10.213.$n.1:5432/hosts" \
		--store "pgsql://postgres@10.213.$n.1:5432/hosts" --timeout 0 --retry-after 7 --tries 0 --sleep 0.2 "$@"
}

# A handler that holds its job as long as the file is there.
cat >slow <<'H'
#!/bin/sh
echo $$ >begun
while [ -e hold ]; do sleep 0.05; done
exec ./effect
H
chmod +x slow
mkfifo begun
: >hold
notes 1 | emgen queue push --database "$(pg_dsn hosts)" default >/dev/null
on 1 --max-jobs 1 -- ./slow >first 2>first.err &
first=$!
read -r _ <begun
ip link set "$tag.1" down
exits "the other host, when the reservation is over" 0 on 2 --max-jobs 1 -- ./effect
is "does the job" "$(types)" "Effected JobProcessed"
rm hold
twice() { [ "$(wc -l <outside)" = 2 ]; }
ok "which the host that is cut off does, too" until_ok twice
ip link set "$tag.1" up
ok "the host that was cut off ends, too" wait "$first"
like "and says that its reservation is lost" first.err 'lost, to another worker'
is "its result is thrown away" "$(cat first)" ""
is "and has one effect in the database" "$(pg_sql "select count(*) from domain_events where event_type = 'Effected'")" 1
is "none is left" "$(pg_sql 'select count(*) from jobs')" 0
