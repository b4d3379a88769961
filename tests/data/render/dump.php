<?php

// dump.php CLASS FILE...: what PHP holds of a generated class, as JSON.

require __DIR__.'/stubs.php';
$class = $argv[1];
foreach (array_slice($argv, 2) as $file) {
    require $file;
}
$r = new ReflectionClass($class);
$all = ['properties' => $r->getDefaultProperties()];
if (enum_exists($class)) {
    $all = ['cases' => array_map(fn ($case) => [$case->name, $case->value], $class::cases())];
} else {
    $model = $r->newInstance();
    $all['key'] = $r->getConstant('KEY');
    if ($r->hasMethod('casts')) {
        $all['casts'] = $r->getMethod('casts')->invoke($model);
    }
    if ($r->hasMethod('others')) {
        $all['calls'] = $model->others()->arguments;
    }
    foreach (['setKeysForSaveQuery', 'setKeysForSelectQuery'] as $method) {
        if ($r->hasMethod($method) && $r->getMethod($method)->getReturnType() == 'never') {
            try {
                $r->getMethod($method)->invoke($model, null);
            } catch (LogicException $e) {
                $all['thrown'] = $e->getMessage();
            }
        }
    }
}
$all['doc'] = $r->getDocComment();
$all['tokens'] = count(array_filter(
    PhpToken::tokenize(file_get_contents($argv[2])),
    fn ($token) => $token->is([T_STRING]) && str_contains($token->text, 'pwned'),
));
echo json_encode($all, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
