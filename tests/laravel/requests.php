<?php

/**
 * requests.php - do form requests say of values what the database says?
 *
 * usage: php requests.php --vendor DIR --database FILE|DSN --models DIR --enums DIR --factories DIR
 *            --requests DIR [--lax]
 *
 * In a row that a factory makes each column gets value after value: those that
 * the rules let pass the database must store as they are, and, without --lax,
 * those of the column's kind that it does store the rules must let pass.  TAP on stdout.
 */

declare(strict_types=1);

use Emgen\Verify\Folder;
use Emgen\Verify\Laravel;
use Emgen\Verify\Options;
use Emgen\Verify\Server\Server;
use Emgen\Verify\Server\Sqlite;
use Emgen\Verify\Tap;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\QueryException;
use Illuminate\Support\Carbon;
use Illuminate\Support\Str;
use Illuminate\Translation\ArrayLoader;
use Illuminate\Translation\Translator;
use Illuminate\Validation\DatabasePresenceVerifier;
use Illuminate\Validation\Factory;
use Illuminate\Validation\Rules\Unique;

error_reporting(E_ALL & ~E_DEPRECATED);
ini_set('memory_limit', '256M');
set_error_handler(function (int $level, string $message, string $file, int $line): bool {
    return (error_reporting() & $level) === 0 ? false : throw new ErrorException($message, 0, $level, $file, $line);
});
spl_autoload_register(function (string $class): void {
    if (str_starts_with($class, 'Emgen\\Verify\\')) {
        require __DIR__.'/src/'.str_replace('\\', '/', substr($class, strlen('Emgen\\Verify\\'))).'.php';
    }
});

$options = Options::parse(['requests:', 'lax']);
require $options->vendor.'/autoload.php';
$requests = new Folder($options->more['requests'], 'App\\Http\\Requests');
foreach ([...$options->folders(), $requests] as $folder) {
    $folder->autoload();
}
$server = Server::of($options->database);
$pdo = Laravel::boot($server);
if ($server instanceof Sqlite) {
    $pdo->exec('PRAGMA foreign_keys = ON');
}
$validation = new Factory(new Translator(new ArrayLoader(), 'en'));
$validation->setPresenceVerifier(new DatabasePresenceVerifier(Model::getConnectionResolver()));
$tap = new Tap();

/** Values of all kinds, about the limits of types; '' an application's middleware makes null. */
$values = [
    null, 'x', [], ['a' => 1], true, false, 'nonsense', 'draft', 'on-hold', '{"a":1}', 0.5, 1.005, -1.5, 99999.99, 9.9999, 10, 0.0099, -0.01, 0.999, 200, 9999900, 10000000,
    '9999999999.99', '10000000000', '2000-05-01', '2000-05-01 12:30:00', '2000-02-31', '12:30', '12:30:59', '25:00',
    '01890a5d-ac96-774b-bcce-b302099a8057', '01HGZ3K9Y3Y0Q9V6Y9S1M7T2XA',
    '{}', '{1,-2}', '{a,"b, c"}', '{a', '{a}}', '{a,}', '10.0.0.1', '10.0.0.256', '::1', '::g', '08:00:2b:01:02:03', '08:00:2b:01:02:0g',
    ...array_map(fn (int $n): string => str_repeat('x', $n), [2, 3, 4, 8, 10, 11, 20, 21, 36, 50, 51, 80, 81, 255, 256]),
    0, 1, -1, 2, 5, 100, 101, 127, 128, -129, 255, 256, 32767, 32768, -32769, 65535, 65536, 8388607, 8388608,
    2147483647, 2147483648, -2147483648, -2147483649, 4294967295, 4294967296, 999999999,
];

/** Whether it is a value of the kind that the rules are for. */
$natural = fn (mixed $value, string $rules): bool => match (true) {
    $value === null => str_contains($rules, 'nullable'),
    str_contains($rules, ' string ') => is_string($value) && trim($value) !== '',
    str_contains($rules, ' integer ') => is_int($value),
    str_contains($rules, ' numeric ') => is_int($value) || is_float($value),
    str_contains($rules, ' boolean ') => is_bool($value),
    str_contains($rules, ' date ') => is_string($value) && preg_match('/^2000-05-01/', $value) === 1,
    str_contains($rules, ' uuid ') => is_string($value) && Str::isUuid($value),
    str_contains($rules, ' ulid ') => is_string($value) && Str::isUlid($value),
    str_contains($rules, ' array ') => is_array($value),
    str_contains($rules, ' date_format:H') => is_string($value) && preg_match('/^12:30/', $value) === 1,
    str_contains($rules, ' date_format:Y') => $value === '2000-05-01',
    default => is_string($value) && $value !== '',
};

$same = function (mixed $given, mixed $got): bool {
    return match (true) {
        $got instanceof BackedEnum => $got->value === $given,
        $got instanceof DateTimeInterface => is_string($given) && Carbon::parse($given)->equalTo($got),
        is_bool($got) => in_array($given, $got ? [true, 1, '1'] : [false, 0, '0'], true),
        is_array($given) || is_array($got) => $given == $got,
        $given === null || $got === null => $given === $got,
        is_numeric($got) && (is_bool($given) || is_numeric($given)) => abs((float) $given - (float) $got) < 1e-9 * max(1, abs((float) $got)),
        preg_match('/^\d\d:\d\d$/', (string) $given) === 1 => str_starts_with((string) $got, $given),
        default => (string) $given === (string) $got,
    };
};

$stores = function (Model $model, array $row, string $column, mixed $value) use ($pdo, $same): bool {
    $pdo->exec('SAVEPOINT one');
    try {
        $model->forceFill([...$row, $column => $value])->save();
        $key = defined($model::class.'::KEY') ? constant($model::class.'::KEY') : [$model->getKeyName()];
        $found = $model->newQueryWithoutScopes()->where($model->only($key))->first();

        return $found !== null && $same($value, $found->{$column});
    } catch (Throwable) {
        return false;
    } finally {
        $pdo->exec('ROLLBACK TO one');
        $pdo->exec('RELEASE SAVEPOINT one');
    }
};

$inserts = function (Model $model, array $row) use ($pdo): bool {
    $pdo->exec('SAVEPOINT one');
    try {
        return $model->forceFill($row)->save();
    } catch (QueryException) {
        return false;
    } finally {
        $pdo->exec('ROLLBACK TO one');
        $pdo->exec('RELEASE SAVEPOINT one');
    }
};

$count = $passed = 0;
$pdo->beginTransaction();
foreach ($requests->classes() as $class) {
    $model = 'App\\Models\\'.substr(class_basename($class), 0, -strlen('Request'));
    if (! class_exists($model) || ! method_exists($model, 'factory')) {
        continue;
    }
    $rules = (new $class())->rules();
    $problems = [];
    $there = $model::factory()->create();
    $row = array_map(
        fn (mixed $value): mixed => $value instanceof DateTimeInterface ? $value->format('Y-m-d H:i:s') : ($value instanceof BackedEnum ? $value->value : $value),
        $model::factory()->raw(),
    );
    foreach ($rules as $column => $list) {
        $kinds = ' '.implode(' ', array_map(fn (mixed $rule): string => is_string($rule) ? $rule : '', $list)).' ';
        $stored = $there->getRawOriginal($column) ?? $there->getAttributes()[$column] ?? null;
        foreach ([...$values, $row[$column] ?? null, $stored] as $value) {
            $count++;
            $passes = ! $validation->make([...$row, $column => $value], $rules)->errors()->has($column);
            $passed += $passes ? 1 : 0;
            $stores1 = $stores(new $model(), $row, $column, $value);
            $shown = $column.' = '.json_encode($value);
            if ($passes && ! $stores1) {
                $problems[] = "{$shown} passes, and is not stored";
            } elseif (! $passes && $stores1 && ! isset($options->more['lax']) && $natural($value, $kinds)) {
                $problems[] = "{$shown} is stored, and does not pass";
            }
        }
    }
    foreach (array_keys($rules) as $column) {
        $without = array_diff_key($row, [$column => 0]);
        $passes = ! $validation->make($without, $rules)->errors()->has($column);
        if ($passes !== $inserts(new $model(), $without)) {
            $problems[] = "without {$column}: ".($passes ? 'passes' : 'does not pass');
        }
    }
    $patch = $class::create('/', 'PATCH');
    $tap->result(class_basename($class).': PATCH asks for nothing', $validation->make([], $patch->rules())->errors()->keys());
    $patch->setRouteResolver(fn () => new class($there)
    {
        public function __construct(private readonly Model $model)
        {
        }

        public function parameter(string $name): ?Model
        {
            return $name === Str::snake(class_basename($this->model)) ? $this->model : null;
        }
    });
    $kept = array_intersect_key($there->getAttributes(), $rules);
    $kept = array_filter($kept, fn (string $column): bool => collect($rules[$column])->contains(fn (mixed $rule) => $rule instanceof Unique), ARRAY_FILTER_USE_KEY);
    $tap->result(class_basename($class).': a row keeps what is its own', $validation->make($kept, $patch->rules())->errors()->keys());
    $tap->result(class_basename($class).': '.count($rules).' columns', array_slice($problems, 0, 12));
}
$tap->result('some pass and some do not', $passed > 100 && $passed < $count / 2 ? [] : ["{$passed} of {$count}"]);
exit($tap->end());
