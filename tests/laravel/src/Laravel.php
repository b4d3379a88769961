<?php

declare(strict_types=1);

namespace Emgen\Verify;

use Emgen\Verify\Server\Server;
use Faker\Factory as FakerFactory;
use Faker\Generator;
use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Database\Capsule\Manager;
use Illuminate\Events\Dispatcher;
use Illuminate\Hashing\HashManager;
use Illuminate\Support\Facades\Facade;
use PDO;

/** As much of a Laravel application as models and factories need. */
final class Laravel
{
    /** East of Greenwich, where a date that is shifted to UTC becomes the day before. */
    private const ZONE = 'Europe/Berlin';

    public static function boot(Server $server): PDO
    {
        date_default_timezone_set(self::ZONE);
        $container = new Container();
        Container::setInstance($container);
        Facade::setFacadeApplication($container);

        $capsule = new Manager($container);
        $capsule->addConnection($server->connection());
        $capsule->setEventDispatcher(new Dispatcher($container));
        $capsule->setAsGlobal();
        $capsule->bootEloquent();
        self::bind($container);

        return $capsule->getConnection()->getPdo();
    }

    private static function bind(Container $container): void
    {
        $config = $container->make('config');
        $settings = new Repository($config->toArray() + [
            'app' => ['faker_locale' => 'en_US'],
            'hashing' => ['driver' => 'bcrypt', 'bcrypt' => ['rounds' => 4]],
        ]);
        $container->instance('config', $settings);
        $container->singleton('hash', fn () => new HashManager($container));
        $container->singleton(Generator::class, function () {
            $faker = FakerFactory::create('en_US');
            $faker->seed(1);

            return $faker;
        });
        $container->alias(Generator::class, Generator::class.':en_US');
    }
}
