#!/bin/bash
# run.sh SECONDS [TARGET...] - fuzzes each target, or those named, for that long.
#
# SEED=N in the environment tries the same inputs in each run; 0 or none, others.
#
# The kept corpus is only read: what is found goes to build-fuzz/corpus/TARGET,
# and what crashes to build-fuzz/crash/.  To keep what is new:
#	build-fuzz/TARGET -merge=1 tests/fuzz/corpus/TARGET build-fuzz/corpus/TARGET
set -euo pipefail
cd "$(dirname "$0")/../.."
export CC=${FUZZ_CC:-clang-14} OUT=build-fuzz
# shellcheck disable=SC2012 # the names are ours
all=$(ls tests/fuzz/*.c | sed 's/.*\///; s/\.c$//')

case ${1-} in
'' | *[!0-9]*)
	echo "usage: tests/fuzz/run.sh SECONDS [TARGET ...]" >&2
	exit 100
	;;
esac
export SECONDS_EACH=$1
shift
[ $# -gt 0 ] || read -r -d '' -a targets <<<"$all" || :
[ $# -eq 0 ] || targets=("$@")

libraries="jansson uuid inih libpcre2-8"
make --no-print-directory -j"${JOBS:-2}" SAN=1 BUILD=$OUT CC="$CC" \
	CFLAGS="-O1 -g -fsanitize=fuzzer-no-link" $OUT/svc.a $OUT/core.a $OUT/base.a
for target in "${targets[@]}"; do
	# shellcheck disable=SC2046,SC2086 # lists of words
	$CC -std=c11 -D_GNU_SOURCE -O1 -g -Wall -Wextra -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all -Icommon/base -Icommon/core $(printf -- "-I%s " common/svc/*/) \
		$(pkg-config --cflags $libraries) -o "$OUT/$target" "tests/fuzz/$target.c" \
		$OUT/svc.a $OUT/core.a $OUT/base.a $(pkg-config --libs $libraries)
done

fuzz() {
	mkdir -p "$OUT/corpus/$1" "$OUT/crash"
	if "$OUT/$1" -seed="${SEED:-0}" -max_total_time="$SECONDS_EACH" -timeout=10 -rss_limit_mb=1024 \
		-max_len=2048 -artifact_prefix="$OUT/crash/$1-" -print_final_stats=1 \
		"$OUT/corpus/$1" "tests/fuzz/corpus/$1" >"$OUT/$1.log" 2>&1; then
		echo "$1: $(sed -n 's/^stat::number_of_executed_units: *//p' "$OUT/$1.log") inputs, no crash"
		return
	fi
	echo "$1: CRASH, see $OUT/$1.log and $OUT/crash/"
	grep -aE 'ERROR|SUMMARY|runtime error|Test unit written' "$OUT/$1.log" || :
	return 1
}
export -f fuzz
printf '%s\n' "${targets[@]}" | xargs -P "${JOBS:-2}" -I{} bash -euc 'fuzz {}'
