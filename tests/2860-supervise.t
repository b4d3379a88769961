#!/bin/bash
# The pipeline file: every mistake with its line, and the picture.
. "${0%/*}/lib.sh"

# wrong TEXT LINE...: --check says these lines, and no others.
wrong() {
	local name=$1 text=$2
	printf '%s' "$text" >x.pipeline
	exits "$name" 100 emgen supervise --check x.pipeline
	is "$name: what is said" "$(cat err)" "$3"
}
good() {
	printf '%s' "$2" >x.pipeline
	exits "$1" 0 emgen supervise --check x.pipeline
	is "$1: nothing is said" "$(cat out err)" ""
}
a='[stage a]
exec = cat
'

mkdir models here
printf '#!/bin/sh\n' >here/it
chmod +x here/it
good "one stage" "$a"
good "all keys" '; a comment
# another
[pipeline]
env = OUT=${OUT:-models}
env = MORE=${OUT}/more
dir = ${OUT:-x}
memory = 512M
files = 100
tries = 5
backoff = 1, 2.5, 10
minimum = 0.5
maximum = 60
jitter = 10
burst = 5
timeout = 60
grace = 5
commands = AnalyzeSchema
events = ev
rejects = rj
[fifo commands]
to = relations
[handler introspect]
handles = AnalyzeSchema
exec = emgen introspect -
[stage relations]
ready = 3
ok-codes = 0 1
exec = if true
exec = then emgen relations; fi
to = look
[fifo look]
to = render
[stage render]
exec = emgen render --out "${OUT}"
to = none
[listener factories]
on = Model*,SchemaAnalyzed
of = render
exec = cat
queue = jobs
[fifo tap]
of = render
[queue jobs]
exec = cat
tries = 3
backoff = 1,5
timeout = 10
workers = 2
stream = yes
retry-after = 20
store = yes
[stage other]
from = stdin
after = relations
every = 10
exec = x=1; echo ${x}
'

# --- what this machine has not ---

wrong "a command that emgen has not" '[stage a]
exec = emgen introspct
' 'x.pipeline:2: exec: emgen has no command introspct; did you mean introspect?'
wrong "wherever it stands" '[stage a]
exec = x="a; emgen no" y=a/b emgen log | # emgen no
exec = if [ "$x" ]; then emgen rendr --out "$OUT"; fi
exec = cat
' 'x.pipeline:3: exec: emgen has no command rendr; did you mean render?'
good "what is no command" '[stage a]
exec = echo emgen introspct "| emgen no" > emgen
exec = case $x in emgen) emgen --version ;; esac; emgen help; emgen "$x"
'
wrong "behind what runs another program" '[stage a]
exec = X=1 exec emgen introspct
exec = env X=1 emgen relatons |
exec = nice -n 5 emgen defin
exec = timeout -k 1 5 emgen rendr
exec = x=$(emgen stor read)
' 'x.pipeline:2: exec: emgen has no command introspct; did you mean introspect?
x.pipeline:3: exec: emgen has no command relatons; did you mean relations?
x.pipeline:4: exec: emgen has no command defin; did you mean define?
x.pipeline:5: exec: emgen has no command rendr; did you mean render?
x.pipeline:6: exec: emgen has no command stor; did you mean store?'
good "words that are none, behind what looks like one" '[stage a]
exec = command -v emgen no; echo $(date) emgen no; x=$((emgen + 1)); echo env emgen no
exec = echo ${x:-emgen no} "$(date) emgen no" ; timeout 5 cat emgen no
[stage b]
exec = . ./environment; emgen here
to = none
[stage c]
exec = PATH=$PWD:$PATH; emgen here
to = none
[stage d]
env = EMGEN_EXEC_PATH=here
exec = emgen here
to = none
'
# Where there is no program at all but the shell, which alone knows what it does.
mkdir bare
ln -s "$(command -v sh)" bare/sh
emgen=$(command -v emgen)
words=(: . '[' alias bg break case cd command continue echo eval exec exit export false fg for getopts hash
	if jobs kill pwd read readonly return set shift test times trap true type ulimit umask unalias unset until wait while '{' '!')
n=0
for word in "${words[@]}" no-such-program; do
	printf '[stage s%d]\nexec = %s sh\nto = none\n' $((n += 1)) "$word"
done >x.pipeline
PATH=bare exits "what the shell does itself" 100 "$emgen" supervise --check x.pipeline
is "is no program that is missing" "$(cat err)" "x.pipeline:$((3 * n - 1)): exec: no-such-program: not in \$PATH"
printf '#!/bin/sh\n' >"$scratch/emgen-own"
chmod +x "$scratch/emgen-own"
PATH=$PATH:$scratch good "a command that somebody has added" '[stage a]
exec = emgen own
'
wrong "a program that is not there" '[stage a]
exec = ./none --x
[stage b]
exec = no-such-program | cat
to = none
[stage c]
dir = here
exec = ./it
to = none
' 'x.pipeline:2: exec: ./none: No such file or directory
x.pipeline:4: exec: no-such-program: not in $PATH'
good "what may be there when it is wanted" '[stage a]
exec = "$PWD/no-such-program" x
[stage f]
to = none
exec = exec 2>/dev/null; no-such-program
[stage b]
exec = make; ./made
to = none
[stage c]
exec = x() { no-such-program; }; x
to = none
[stage d]
env = PATH=/x
exec = no-such-program
to = none
[stage e]
after = a
dir = later
exec = ./it
to = none
'
good "what a shell does itself, and a redirection in front" '[stage a]
exec = 2>/dev/null cat
to = none
[stage b]
exec = hash cat && cat
to = none
[stage c]
exec = jobs; unalias -a; cat
to = none
[stage d]
exec = 2>&1 cat
to = none
'
wrong "a folder that is not there" '[stage a]
dir = gone
exec = true
' 'x.pipeline:2: dir = gone: No such file or directory'
wrong "no folder" '[stage a]
dir = x.pipeline
exec = true
' 'x.pipeline:2: dir = x.pipeline: not a folder'

wrong "no stage" '[pipeline]
tries = 3
' 'x.pipeline:1: there is no [stage]'
wrong "an unknown key" "${a}tris = 3
" 'x.pipeline:3: [stage a] has no key tris; did you mean tries?'
wrong "a key of another section" "${a}on = Model*
" 'x.pipeline:3: [stage a] has no key on'
wrong "an unknown section" "${a}[stag b]
exec = cat
" 'x.pipeline:3: no such kind of section: [stag b]; did you mean stage?'
wrong "a section without a name" "${a}[stage]
exec = cat
" 'x.pipeline:3: [stage]: wants [pipeline], or a name of letters, digits, _ and -'
wrong "a name that is none" "${a}[stage a/b]
exec = cat
" 'x.pipeline:3: [stage a/b]: wants [pipeline], or a name of letters, digits, _ and -'
wrong "a name that comes twice" "${a}[listener a]
on = *
" 'x.pipeline:3: [listener a]: a is on line 1 already'
wrong "a key that comes twice" "${a}tries = 3
tries = 4
" 'x.pipeline:4: tries is on line 3 already'
wrong "a line that is none" "${a}nonsense
" 'x.pipeline:3: neither [section] nor KEY = VALUE'
wrong "a key above all sections" "tries = 3
$a" 'x.pipeline:1: tries stands in no [section]'
good "a section without a key" "${a}to = q
[queue q]
"
wrong "a name that comes at once again" "${a}[stage a]
exec = cat
" 'x.pipeline:3: [stage a]: a is on line 1 already'
wrong "no such stage" "${a}to = beta
[stage bet]
exec = cat
" 'x.pipeline:3: to = beta: there is no such section; did you mean bet?'
wrong "an edge to a listener" "${a}to = l
[listener l]
of = a
on = *
exec = cat
" 'x.pipeline:3: to = l: cannot be one of that kind'
wrong "two readers" "${a}to = b, c
[stage b]
exec = cat
" 'x.pipeline:3: to = b, c: two readers: a pipe has one; the others can be listeners'
wrong "two writers" "${a}to = c
[stage b]
exec = cat
to = c
[stage c]
exec = cat
" 'x.pipeline:6: to = c: two writers: a writes into it already'
wrong "a circle" "${a}to = b
[stage b]
exec = cat
to = a
" 'x.pipeline:6: to = a: a circle'
wrong "a queue that feeds itself" '[queue q]
exec = cat
to = q
' 'x.pipeline:3: to = q: a circle'
wrong "queues that feed each other" "${a}to = q
[queue q]
exec = cat
to = b
[stage b]
exec = cat
to = q
" 'x.pipeline:9: to = q: a circle'
wrong "a circle of one" "${a}to = a
" 'x.pipeline:3: to = a: a circle'
wrong "a circle with a tail" "${a}to = b
[stage b]
exec = cat
to = c
[stage c]
exec = cat
to = b
" 'x.pipeline:9: to = b: a circle
x.pipeline:9: to = b: two writers: a writes into it already'
wrong "lines that wait for each other" "${a}after = b
to = none
[stage b]
exec = cat
after = a
" 'x.pipeline:7: after = a: a circle'
wrong "an unknown type" "${a}[listener l]
on = ModelGenerted,Modl*
exec = cat
" 'x.pipeline:4: on: no such type: ModelGenerted; did you mean ModelGenerated?
x.pipeline:4: on: no such type: Modl*'
wrong "a handler of no command" "[fifo f]
to = a
${a}[handler h]
handles = AnalyseSchema
exec = cat
" 'x.pipeline:6: handles: no such type: AnalyseSchema; did you mean AnalyzeSchema?'
wrong "commands without a handler" "[pipeline]
commands = AnalyzeSchema,GenerateModel
[fifo f]
to = a
${a}[handler h]
handles = AnalyzeSchema
exec = cat
" 'x.pipeline:2: nobody handles GenerateModel: wants one [handler] with handles = GenerateModel'
wrong "two handlers of one command" "[fifo f]
to = a
${a}[handler h]
handles = AnalyzeSchema
exec = cat
[handler i]
handles = AnalyzeSchema
exec = cat
" 'x.pipeline:9: handles = AnalyzeSchema: h on line 6 does already'
wrong "a listener that could be anywhere" "${a}[stage b]
exec = cat
to = none
[listener l]
on = Model*
exec = cat
" 'x.pipeline:6: [listener l]: which stage it belongs to is unclear: say of = NAME'
wrong "a handler without a FIFO" "${a}[handler h]
handles = AnalyzeSchema
exec = cat
" 'x.pipeline:3: [handler h]: which FIFO it belongs to is unclear: say of = NAME'
wrong "what must be there" "[stage a]
to = none
[listener l]
of = a
[handler h]
of = a
" 'x.pipeline:1: [stage a] has no exec
x.pipeline:3: [listener l] has no exec
x.pipeline:3: [listener l] has no on
x.pipeline:5: [handler h] has no exec
x.pipeline:5: [handler h] has no handles'
wrong "what belongs to the line" "${a}to = b
[stage b]
exec = cat
tries = 3
" 'x.pipeline:6: tries: belongs to the first stage of the line, not to b'
wrong "values of another shape" "${a}tries = many
backoff = 1,,x
memory = 5Q
ready = 2
env = x
timeout = -1
from = there
burst = 17
jitter = 101
files = 0
ok-codes = 1 256
minimum = 1e
" 'x.pipeline:3: tries = many: wants a whole number
x.pipeline:4: backoff = 1,,x: wants seconds, such as 1,5,10
x.pipeline:5: memory = 5Q: wants a size, such as 512M
x.pipeline:6: ready = 2: wants a descriptor, 3 to 255
x.pipeline:7: env = x: wants NAME=VALUE
x.pipeline:8: timeout = -1: wants seconds, such as 2.5
x.pipeline:9: from = there: wants stdin
x.pipeline:10: burst = 17: wants a whole number up to 16
x.pipeline:11: jitter = 101: wants percent, 0 to 100
x.pipeline:12: files = 0: wants a whole number above 0
x.pipeline:13: ok-codes = 1 256: wants exit codes, such as 0 1
x.pipeline:14: minimum = 1e: wants seconds, such as 2.5'
wrong "a part of a try" "${a}tries = 2.5
" 'x.pipeline:3: tries = 2.5: wants a whole number'
wrong "bounds of which none is between" "${a}minimum = 10
maximum = 5
" 'x.pipeline:4: maximum = 5: minimum is 10, and maximum 5'
wrong "one bound, against that of the pipeline" "[pipeline]
maximum = 5
${a}minimum = 10
" 'x.pipeline:5: minimum = 10: minimum is 10, and maximum 5'
wrong "a job that would run twice" "${a}to = q
[queue q]
exec = cat
retry-after = 65
" 'x.pipeline:6: retry-after = 65: retry-after has to be more than 5 s above timeout, which is 60: a job would run twice at a time'
wrong "the same, from the other side" "${a}to = q
[queue q]
exec = cat
timeout = 85
" 'x.pipeline:6: timeout = 85: retry-after has to be more than 5 s above timeout, which is 85: a job would run twice at a time'
wrong "workers that have nothing to do" "${a}to = q
[queue q]
workers = 2.5
stream = on
" 'x.pipeline:5: workers = 2.5: wants workers, 1 to 256
x.pipeline:5: workers: belongs to workers, which need exec
x.pipeline:6: stream = on: wants yes or no
x.pipeline:6: stream: belongs to workers, which need exec'
wrong "variables that are not set" "[stage a]
exec = cat \"\${NO_SUCH}\"
dir = \${NEITHER}
env = A=\${1x
" 'x.pipeline:2: NO_SUCH is not set, and has no default: ${NO_SUCH:-...}
x.pipeline:3: NEITHER is not set, and has no default: ${NEITHER:-...}
x.pipeline:4: neither ${NAME} nor ${NAME:-DEFAULT}: ${1x'
exits "a file that is not there" 100 emgen supervise --check none.pipeline
exits "wrong use" 100 emgen supervise
printf '[stage a]\nexec = true\n' >named.pipeline
for name in '' . ../x a/b; do
	exits "a name that is none of a folder: '$name'" 100 emgen supervise --name "$name" named.pipeline
done

# --- the picture ---

cat >g.pipeline <<'E2'
[fifo commands]
to = relations
[handler introspect]
handles = AnalyzeSchema
exec = emgen introspect -
[stage relations]
exec = emgen relations
to = render
[stage render]
exec = emgen render
[listener factories]
on = ModelGenerated,Model*
exec = cat
queue = jobs
[fifo look]
of = render
[queue jobs]
exec = emgen analyze
E2
exits "as text" 0 emgen supervise --graph text g.pipeline
is "edge by edge" "$(cat out)" 'commands -> relations
commands -(AnalyzeSchema)-> introspect
relations -> render
render -(ModelGenerated,Model*)-> factories
factories -> jobs
render -(tap)-> look'
exits "as DOT" 0 emgen supervise --graph dot g.pipeline
ok "which graphviz draws" dot -Tsvg -o g.svg out
is "with each node" "$(grep -c 'class="node"' g.svg)" 7
is "and each edge" "$(grep -c 'class="edge"' g.svg)" 6
exits "as Mermaid" 0 emgen supervise --graph mermaid g.pipeline
is "a flowchart" "$(head -2 out)" 'flowchart LR
    commands{{commands}}'
is "with each edge" "$(grep -c -- ' --' out)" 6
exits "another format" 100 emgen supervise --graph png g.pipeline
like "says which there are" err 'text, mermaid or dot'
