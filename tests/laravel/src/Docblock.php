<?php

declare(strict_types=1);

namespace Emgen\Verify;

use Illuminate\Support\Collection;
use ReflectionClass;

/** The @property lines of a class, and whether a value is what they say. */
final class Docblock
{
    /** @var array<string, string> name => type, in order */
    public readonly array $types;

    /** @var list<string> names under @property-read */
    public readonly array $readOnly;

    /** @var array<string, string> short name => class, from the file's use statements */
    private readonly array $imports;

    private readonly string $namespace;

    /** @param  ReflectionClass<object>  $class */
    public function __construct(ReflectionClass $class)
    {
        $line = '/@property(-read)?[ \t]+(.+?)[ \t]+\$(\S+)/u';
        preg_match_all($line, (string) $class->getDocComment(), $matches, PREG_SET_ORDER);
        $this->types = array_column($matches, 2, 3);
        $this->readOnly = array_column(array_filter($matches, fn (array $m) => $m[1] !== ''), 3);
        $this->namespace = $class->getNamespaceName();

        preg_match_all('/^use ([\w\\\\]+)(?: as (\w+))?;/mu', file_get_contents($class->getFileName()), $uses, PREG_SET_ORDER);
        $imports = [];
        foreach ($uses as $use) {
            $imports[$use[2] ?? substr((string) strrchr('\\'.$use[1], '\\'), 1)] = $use[1];
        }
        $this->imports = $imports;
    }

    public function isNullable(string $name): bool
    {
        return in_array('null', self::alternatives($this->types[$name]), true);
    }

    public function accepts(string $name, mixed $value): bool
    {
        foreach (self::alternatives($this->types[$name]) as $type) {
            if ($this->matches($type, $value)) {
                return true;
            }
        }

        return false;
    }

    /** The class that a type means, null when it means none. */
    public function classOf(string $type): ?string
    {
        $short = ltrim((string) preg_replace('/<.*/s', '', $type), '\\');
        foreach ([$this->imports[$short] ?? null, $this->namespace.'\\'.$short, $short] as $class) {
            if ($class !== null && (class_exists($class) || enum_exists($class))) {
                return $class;
            }
        }

        return null;
    }

    /**
     * Parts of a union; none of our types has a bar inside angle brackets.
     *
     * @return list<string>
     */
    public static function alternatives(string $type): array
    {
        return explode('|', $type);
    }

    private function matches(string $type, mixed $value): bool
    {
        return match ($type) {
            'mixed' => true,
            'null' => $value === null,
            'int' => is_int($value),
            'float' => is_float($value),
            'bool' => is_bool($value),
            'string' => is_string($value),
            'numeric-string' => is_string($value) && is_numeric($value),
            'array<array-key, mixed>' => is_array($value),
            default => $this->isObjectOf($type, $value),
        };
    }

    private function isObjectOf(string $type, mixed $value): bool
    {
        $class = $this->classOf($type);
        if ($class === null || ! $value instanceof $class) {
            return false;
        }
        if ($value instanceof Collection && preg_match('/<int, (\w+)>$/u', $type, $parts) === 1) {
            $element = $this->classOf($parts[1]);

            return $value->every(fn (mixed $item) => $item instanceof $element);
        }

        return true;
    }
}
