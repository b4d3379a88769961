<?php
// queue.php - what an application does with queues and limits, from outside:
//   push QUEUES RAW	each line of standard input becomes a job of Laravel's
//			on each of the queues, and a payload on the queue RAW
//   batch ID		how a batch stands: its name, counts, and what it allows
//   add NAME QUEUE	each line of standard input becomes a job of a new batch;
//			its id
//   throttle NAME ALLOW EVERY TRIES	how many of the tries pass
//   lock STORE NAME	takes a lock for a minute: its owner, or nothing
//   unlock STORE NAME OWNER
// Run in the application's folder; emgen's jobs are for the handler "emgen".
use Illuminate\Support\Facades\Bus;
use Illuminate\Support\Facades\Cache;
use Illuminate\Support\Facades\Queue;
use Illuminate\Support\Facades\Redis;

require 'vendor/autoload.php';
$app = require 'bootstrap/app.php';
$app->make(Illuminate\Contracts\Console\Kernel::class)->bootstrap();
[, $what, $name] = $argv;

switch ($what) {
    case 'push':
        foreach (explode("\n", rtrim(stream_get_contents(STDIN), "\n")) as $line) {
            foreach (explode(',', $name) as $queue) {
                Queue::push('emgen', ['event' => $line], $queue);
            }
            Queue::pushRaw($line, $argv[3]);
        }
        break;
    case 'batch':
        $batch = Bus::findBatch($name);
        echo implode(' ', [$batch->name, $batch->totalJobs, $batch->pendingJobs, $batch->failedJobs,
            $batch->progress(), $batch->cancelled() ? 'cancelled' : ($batch->finished() ? 'finished' : 'running'),
            $batch->allowsFailures() ? 'allows' : 'strict', $batch->options['queue'] ?? 'none']), "\n";
        break;
    case 'add':
        $batch = Bus::batch([])->name($name)->allowFailures()->dispatch();
        $lines = explode("\n", rtrim(stream_get_contents(STDIN), "\n"));
        app(Illuminate\Bus\BatchRepository::class)->incrementTotalJobs($batch->id, count($lines));
        foreach ($lines as $line) {
            Queue::push('emgen', ['event' => $line, 'batchId' => $batch->id], $argv[3]);
        }
        echo $batch->id, "\n";
        break;
    case 'throttle':
        for ($passed = 0, $try = 0; $try < (int) $argv[5]; $try++) {
            Redis::throttle($name)->allow((int) $argv[3])->every((int) $argv[4])->block(0)->then(
                function () use (&$passed) { $passed++; },
                fn () => null,
            );
        }
        echo "$passed\n";
        break;
    case 'lock':
        $lock = Cache::store($name)->lock($argv[3], 60);
        echo $lock->get() ? $lock->owner()."\n" : '';
        break;
    case 'unlock':
        Cache::store($name)->restoreLock($argv[3], $argv[4])->release();
        break;
}
