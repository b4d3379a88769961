<?php

/**
 * morphs.php - do polymorphic relations find the rows that SQL finds?
 *
 * usage: php morphs.php --vendor DIR --database FILE|DSN --models DIR [--map]
 *
 * For tests/data/hard/morphs.*.sql, empty, whose rows it makes: their types are
 * names of classes, or with --map those of a morph map.  TAP on stdout.
 */

declare(strict_types=1);

use Emgen\Verify\Laravel;
use Emgen\Verify\Options;
use Emgen\Verify\Server\Server;
use Emgen\Verify\Tap;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\Relation;
use Illuminate\Support\Collection;

error_reporting(E_ALL);
set_error_handler(function (int $level, string $message, string $file, int $line): never {
    throw new ErrorException($message, 0, $level, $file, $line);
});
spl_autoload_register(function (string $class): void {
    if (str_starts_with($class, 'Emgen\\Verify\\')) {
        require __DIR__.'/src/'.str_replace('\\', '/', substr($class, strlen('Emgen\\Verify\\'))).'.php';
    }
});

$options = Options::parse(['map']);
require $options->vendor.'/autoload.php';
$options->models->autoload();
$pdo = Laravel::boot(Server::of($options->database));
$tap = new Tap();

$classes = ['posts' => App\Models\Post::class, 'videos' => App\Models\Video::class, 'documents' => App\Models\Document::class];
if (isset($options->more['map'])) {
    Relation::morphMap(['post' => $classes['posts'], 'video' => $classes['videos'], 'document' => $classes['documents']]);
}
$types = array_map(fn (string $class): string => (new $class())->getMorphClass(), $classes);

$insert = function (string $table, array $row) use ($pdo): void {
    $pdo->prepare("INSERT INTO {$table} (".implode(', ', array_keys($row)).') VALUES ('.implode(', ', array_fill(0, count($row), '?')).')')
        ->execute(array_values($row));
};
$uuids = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
foreach (['posts', 'videos'] as $table) {
    foreach ([1, 2, 3] as $n) {
        $insert($table, ['title' => "{$table} {$n}"]);
    }
}
foreach ($uuids as $uuid) {
    $insert('documents', ['id' => $uuid, 'title' => $uuid]);
}
// The same ids of both types, one that has none, one that is gone, one of a null.
foreach ([['posts', 1], ['posts', 1], ['videos', 1], ['posts', 2], ['videos', 2], ['videos', 2], ['posts', 99]] as $n => [$to, $id]) {
    $insert('comments', ['commentable_type' => $types[$to], 'commentable_id' => $id, 'body' => "comment {$n}"]);
}
foreach ([['posts', 2], ['videos', 2], ['posts', 3], [null, null]] as [$to, $id]) {
    $insert('images', ['imageable_type' => $to === null ? null : $types[$to], 'imageable_id' => $id]);
}
foreach ([$uuids[1], $uuids[1]] as $uuid) {
    $insert('notes', ['subject_type' => $types['documents'], 'subject_id' => $uuid]);
}
$insert('notes', ['subject_type' => $types['posts'], 'subject_id' => '00000000-0000-4000-8000-000000000009']);

/** What SQL says: pairs of child and parent, "7 posts 1". */
$joined = function (string $child, string $name, array $parents) use ($pdo, $types): array {
    $pairs = [];
    foreach ($parents as $parent) {
        $found = $pdo->prepare("SELECT c.id, p.id FROM {$child} c JOIN {$parent} p ON p.id = c.{$name}_id WHERE c.{$name}_type = ?");
        $found->execute([$types[$parent]]);
        foreach ($found->fetchAll(PDO::FETCH_NUM) as [$one, $other]) {
            $pairs[] = "{$one} {$parent} {$other}";
        }
    }
    sort($pairs);

    return $pairs;
};

/** The same of relations that were read: children with what each refers to. */
$owners = function (iterable $children, string $relation): array {
    $pairs = [];
    foreach ($children as $child) {
        $parent = $child->{$relation};
        if ($parent !== null) {
            $pairs[] = "{$child->getKey()} {$parent->getTable()} {$parent->getKey()}";
        }
    }
    sort($pairs);

    return $pairs;
};
$children = function (iterable $parents, string $relation): array {
    $pairs = [];
    foreach ($parents as $parent) {
        foreach (Collection::wrap($parent->{$relation}) as $child) {
            $pairs[] = "{$child->getKey()} {$parent->getTable()} {$parent->getKey()}";
        }
    }
    sort($pairs);

    return $pairs;
};
$same = function (string $name, mixed $got, mixed $expected) use ($tap): void {
    $tap->result($name, $got === $expected ? [] : ['got '.json_encode($got).', not '.json_encode($expected)]);
};

$cases = [
    ['comments', App\Models\Comment::class, 'commentable', ['posts' => 'comments', 'videos' => 'comments']],
    ['images', App\Models\Image::class, 'imageable', ['posts' => 'image', 'videos' => 'image']],
    ['notes', App\Models\Note::class, 'subject', ['documents' => 'notes']],
];
foreach ($cases as [$table, $class, $name, $inverses]) {
    $expected = $joined($table, $name, array_keys($inverses));
    $tap->result("{$table}: there is something to find", count($expected) > 1 ? [] : ['no rows']);
    $known = fn () => $class::query()->whereIn("{$name}_type", array_intersect_key($types, $inverses))->orWhereNull("{$name}_type");
    $same("{$table}: {$name} of each", $owners($known()->get(), $name), $expected);
    $same("{$table}: with({$name})", $owners($known()->with($name)->get(), $name), $expected);
    $same(
        "{$table}: whereHasMorph({$name})",
        $class::query()->whereHasMorph($name, array_values(array_intersect_key($classes, $inverses)))->count(),
        count($expected),
    );
    foreach ($inverses as $parent => $inverse) {
        $of = $joined($table, $name, [$parent]);
        $same("{$parent}: {$inverse} of each", $children($classes[$parent]::query()->get(), $inverse), $of);
        $same("{$parent}: with({$inverse})", $children($classes[$parent]::query()->with($inverse)->get(), $inverse), $of);
        $same("{$parent}: withCount({$inverse})", (int) $classes[$parent]::query()->withCount("{$inverse} as n")->get()->sum('n'), count($of));
    }
}

$post = App\Models\Post::query()->findOrFail(3);
$comment = $post->comments()->create(['body' => 'new']);
$same('a comment that a post creates is the post\'s', $comment->fresh()?->commentable?->is($post), true);
$comment->commentable()->associate(App\Models\Video::query()->findOrFail(3))->save();
$same('associate() stores the type and the id', $joined('comments', 'commentable', ['posts', 'videos']), $owners(App\Models\Comment::all(), 'commentable'));
$same('of a video', $comment->fresh()?->commentable?->getTable(), 'videos');
exit($tap->end());
