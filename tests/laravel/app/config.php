<?php

declare(strict_types=1);

use Illuminate\Support\ServiceProvider;

return [
    'name' => 'emgen',
    'env' => 'testing',
    'timezone' => 'UTC',
    'providers' => ServiceProvider::defaultProviders()->toArray(),
    'aliases' => [],
];
