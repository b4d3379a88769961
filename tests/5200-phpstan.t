#!/bin/bash
# Larastan at the highest level over everything that emgen writes.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# Larastan asks PHP for the factory of a model.
cat >autoload.php <<'P'
<?php
require getenv('VENDOR').'/autoload.php';
spl_autoload_register(function (string $class): void {
	$parts = explode('\\', $class);
	$file = getenv('NAME').'/'.implode('/', array_slice($parts, 1)).'.php';
	if (in_array($parts[0], ['App', 'Database'], true) && is_file($file)) {
		require $file;
	}
});
P

# analyse NAME: what this version's Larastan finds, a line each.
analyse() {
	printf 'includes: [%s, %s]\n' "$laravel/vendor/larastan/larastan/extension.neon" \
		"$top/tests/laravel/phpstan.neon" >phpstan.neon
	VENDOR=$laravel/vendor NAME=$1 php "$laravel/vendor/bin/phpstan" analyse --no-progress --error-format=raw \
		--no-ansi -c phpstan.neon --autoload-file autoload.php "$1" 2>stan.err
}

# sound NAME OPTION...: generated with them, and nothing to say.
sound() {
	rm -rf "$1"
	exits "$1: generate for Laravel $version ${*:2}" 0 generate "$@"
	ok "$1: nothing to say" analyse "$1"
}

for name in $schemas factories; do sound "$name"; done
sound golden --mode split
sound constructs --mode split
morphs=(--morph 'comments.commentable=posts,videos' --morph images.imageable=posts)

for other in $versions; do
	[ "$other" = 12 ] || use_laravel "$other"
	[ "$other" = 12 ] || sound constructs --through '*'
	sound golden
	sound morphs "${morphs[@]}"
	sound keys --through '*'
	sed -i 's/BelongsTo<User, /BelongsTo<Product, /' golden/Models/Order.php
	analyse golden >out
	is "and says so when something is wrong" $? 1
	like "of what is" out 'Order::customer\(\) should return .*Product'
done
