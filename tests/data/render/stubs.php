<?php

// What generated classes need of Laravel to be loaded by PHP alone.

namespace Illuminate\Database\Eloquent {
    class Model
    {
        public function belongsToMany(...$arguments)
        {
            return new \Calls($arguments);
        }

        public function belongsTo(...$arguments)
        {
            return new \Calls($arguments);
        }
    }
    class Builder {}
    class Collection {}
    trait SoftDeletes {}
}

namespace Illuminate\Database\Eloquent\Relations {
    class BelongsTo {}
    class BelongsToMany {}
    class Pivot extends \Illuminate\Database\Eloquent\Model {}
}

namespace Illuminate\Database\Eloquent\Factories {
    class Factory {}
    trait HasFactory {}
}

namespace Illuminate\Support {
    class Carbon {}
}

namespace {
    // Records the calls of a relation; a return type does not hold it up.
    class Calls extends \Illuminate\Database\Eloquent\Relations\BelongsToMany
    {
        public function __construct(public array $arguments) {}

        public function __call($name, $arguments)
        {
            $this->arguments = array_merge($this->arguments, [$name], $arguments);

            return $this;
        }
    }
}
