#!/bin/bash
# PHPStan's highest level over everything that emgen writes.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

analyse() {
	php "$laravel/vendor/bin/phpstan" analyse --no-progress --error-format=raw \
		-c "$top/tests/laravel/phpstan.neon" --autoload-file "$laravel/vendor/autoload.php" "$1"
}

for name in $schemas; do
	exits "$name: generate" 0 generate "$name"
	ok "$name: nothing to say" analyse "$name"
done

sed -i 's/BelongsTo<User, \$this>/BelongsTo<Product, $this>/' golden/Models/Order.php
ok "phpstan sees a wrong type" bash -c '! "$@"' - php "$laravel/vendor/bin/phpstan" analyse --no-progress \
	-c "$top/tests/laravel/phpstan.neon" --autoload-file "$laravel/vendor/autoload.php" golden
