<?php

declare(strict_types=1);

namespace Emgen\Verify;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Check\AttributeCheck;
use Emgen\Verify\Check\CastCheck;
use Emgen\Verify\Check\ClassCheck;
use Emgen\Verify\Check\CreateCheck;
use Emgen\Verify\Check\FactoryCheck;
use Emgen\Verify\Check\PivotCheck;
use Emgen\Verify\Check\PropertyCheck;
use Emgen\Verify\Check\RelationCheck;
use Emgen\Verify\Check\RowCheck;
use Emgen\Verify\Check\TableCheck;
use Emgen\Verify\Relation\Join;
use Emgen\Verify\Relation\Links;
use Emgen\Verify\Seed\Seeder;
use Emgen\Verify\Server\Server;
use Illuminate\Database\Eloquent\Model;
use PDO;
use ReflectionClass;
use Throwable;

/** All checks on all tables and models. */
final class Verification
{
    /** @var array<string, Subject> by table */
    private array $subjects = [];

    public function __construct(
        private readonly Options $options,
        private readonly Server $server,
        private readonly PDO $pdo,
        private readonly Tap $tap,
    ) {
    }

    public function run(): void
    {
        $this->server->prepare($this->pdo);
        $catalogue = $this->server->catalogue($this->pdo);
        $rows = new Rows($this->pdo, $this->server);
        $seeder = new Seeder($catalogue, $rows);
        $seeder->run();
        $this->load($catalogue);
        $rules = new Rules($catalogue);
        $world = new World($catalogue, $rules, $rows, $seeder, $this->subjects, $this->options);
        $links = new Links($catalogue, $rows, $this->subjects);

        $tables = new TableCheck($world, $links);
        foreach ($catalogue->tables as $table) {
            $this->report($rows, "table {$table->name}", fn () => $tables->problems($table));
        }
        foreach ($this->subjects as $subject) {
            foreach ($this->checks($world, $links) as $check) {
                $this->report($rows, "{$subject->name()}: {$check->name()}", fn () => $check->problems($subject));
            }
        }
    }

    /** @return list<Check> */
    private function checks(World $world, Links $links): array
    {
        return [
            new ClassCheck($world),
            new PropertyCheck($world),
            new AttributeCheck($world),
            new CastCheck($world),
            new RelationCheck($world, $links, new Join($world->rows, $world->rules)),
            new PivotCheck($world, $links),
            new RowCheck($world),
            new CreateCheck($world),
            new FactoryCheck($world),
        ];
    }

    /** Every file holds its class, every class has a table, and no table has two. */
    private function load(Catalogue $catalogue): void
    {
        foreach ($this->options->models->classes() as $class) {
            $problems = [...$this->loaded($catalogue, $class)];
            $this->tap->result("{$class} loads", $problems);
        }
        ksort($this->subjects, SORT_STRING);
    }

    /** @return iterable<string> */
    private function loaded(Catalogue $catalogue, string $class): iterable
    {
        try {
            if (enum_exists($class)) {
                return;
            }
            if (! is_subclass_of($class, Model::class)) {
                yield 'no such model in its file';

                return;
            }
            if ((new ReflectionClass($class))->isAbstract()) {
                yield from $this->extended($class);

                return;
            }
            // Where two schemas have such a table, even the default one is named.
            $name = preg_replace('/^public\./', '', (new $class())->getTable());
        } catch (Throwable $e) {
            yield $e->getMessage();

            return;
        }
        $table = $catalogue->tables[$name] ?? null;
        if ($table === null) {
            yield "there is no table {$name}";
        } elseif (isset($this->subjects[$name])) {
            yield "table {$name} has {$this->subjects[$name]->class} already";
        } else {
            $this->subjects[$name] = new Subject($class, $table);
        }
    }

    /**
     * A base class is of one model, which is one namespace above.
     *
     * @return iterable<string>
     */
    private function extended(string $class): iterable
    {
        $model = str_replace('\\Base\\', '\\', $class);
        if ($model === $class || ! is_subclass_of($model, $class)) {
            yield "{$model} does not extend it";
        }
    }

    /** @param  callable(): iterable<string>  $check */
    private function report(Rows $rows, string $name, callable $check): void
    {
        $problems = $rows->undone(function () use ($check): array {
            $problems = [];
            try {
                foreach ($check() as $problem) {
                    $problems[] = $problem;
                }
            } catch (Throwable $e) {
                $problems[] = $e::class.": {$e->getMessage()} in {$e->getFile()}:{$e->getLine()}";
            }

            return $problems;
        });
        $this->tap->result($name, $problems);
    }
}
