<?php

declare(strict_types=1);

namespace Emgen\Verify;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;

/** A folder of classes under one namespace, as PSR-4 has it. */
final class Folder
{
    public function __construct(public readonly string $path, public readonly string $namespace)
    {
    }

    public function autoload(): void
    {
        spl_autoload_register(function (string $class): void {
            if (str_starts_with($class, $this->namespace.'\\')) {
                $file = $this->path.'/'.str_replace('\\', '/', substr($class, strlen($this->namespace) + 1)).'.php';
                if (is_file($file)) {
                    require $file;
                }
            }
        });
    }

    /** @return list<string> the class that each file should hold */
    public function classes(): array
    {
        $classes = [];
        $files = new RecursiveDirectoryIterator($this->path, FilesystemIterator::SKIP_DOTS);
        foreach (new RecursiveIteratorIterator($files) as $file) {
            if ($file->getExtension() === 'php') {
                $relative = substr($file->getPathname(), strlen($this->path) + 1, -4);
                $classes[] = $this->namespace.'\\'.str_replace('/', '\\', $relative);
            }
        }
        sort($classes);

        return $classes;
    }
}
