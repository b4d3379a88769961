#!/bin/bash
# A real Laravel application with models of its own: emgen generate, without an
# argument and in each mode, changes nothing of the user's, and the application
# and its tests run on.
. "${0%/*}/lib.sh"

skeleton=${LARAVEL:-$top/build/laravel}-app
"$top/tests/laravel/application.sh" "$skeleton" || exit 1
cp -a "$skeleton" app
cd app || exit 1

# --- What the user has written ---

cat >database/migrations/2026_01_01_000000_create_blog_tables.php <<'P'
<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('posts', function (Blueprint $table) {
            $table->id();
            $table->foreignId('user_id')->constrained();
            $table->foreignId('approver_id')->nullable()->constrained('users');
            $table->string('title');
            $table->enum('status', ['draft', 'published'])->default('draft');
            $table->json('meta')->nullable();
            $table->timestamps();
            $table->softDeletes();
        });
        Schema::create('comments', function (Blueprint $table) {
            $table->id();
            $table->foreignId('post_id')->constrained();
            $table->text('body');
            $table->timestamps();
        });
        Schema::create('tags', function (Blueprint $table) {
            $table->id();
            $table->string('name')->unique();
        });
        Schema::create('post_tag', function (Blueprint $table) {
            $table->foreignId('post_id')->constrained();
            $table->foreignId('tag_id')->constrained();
            $table->integer('weight')->default(1);
            $table->primary(['post_id', 'tag_id']);
        });
    }
};
P

cat >app/Models/Post.php <<'P'
<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Model;

class Post extends Model
{
    protected $fillable = ['title', 'user_id'];

    public function shout(): string
    {
        return strtoupper($this->title);
    }
}
P

mkdir app/Models/Blog
cat >app/Models/Blog/Label.php <<'P'
<?php

namespace App\Models\Blog;

use Illuminate\Database\Eloquent\Model;

class Label extends Model
{
    protected $table = 'tags';

    public $timestamps = false;

    protected $guarded = [];
}
P

cat >tests/Feature/BlogTest.php <<'P'
<?php

namespace Tests\Feature;

use App\Models\Blog\Label;
use App\Models\Post;
use App\Models\User;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Tests\TestCase;

class BlogTest extends TestCase
{
    use RefreshDatabase;

    public function test_the_users_models_do_what_they_did(): void
    {
        $user = User::factory()->create();
        $post = new Post(['title' => 'hello', 'user_id' => $user->id]);
        $post->save();
        Label::create(['name' => 'x']);

        $this->assertSame('HELLO', $post->shout());
        $this->assertSame(1, Label::count());
    }
}
P

# What has the class of a comment's post, and its tags; with the mode as is.
cat >../CommentTest.php <<'P'
<?php

namespace Tests\Feature;

use App\Models\Comment;
use App\Models\Post;
use App\Models\User;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Tests\TestCase;

class CommentTest extends TestCase
{
    use RefreshDatabase;

    public function test_new_models_and_the_users_know_each_other(): void
    {
        $post = Post::create(['title' => 'hello', 'user_id' => User::factory()->create()->id]);
        $comment = Comment::create(['post_id' => $post->id, 'body' => 'hi']);

        $this->assertInstanceOf(Post::class, $comment->fresh()->post);
        $this->assertSame('HELLO', Comment::with('post')->first()->post->shout());
    }
}
P

# The same application for each mode, as it was before.
cp .env.example .env
touch database/database.sqlite
ok "the application starts" php artisan key:generate --no-interaction
ok "and has its database" php artisan migrate --force --no-interaction

# files: all of the application but what running it, and lib.sh, writes.
files() {
	find . -regextype posix-extended -regex './(vendor|storage|bootstrap/cache|out|err|ok.out|.phpunit.result.cache)' \
		-prune -o -type f -print | LC_ALL=C sort
}
files | xargs sha256sum >../before

# runs NAME: artisan and the application's own tests.
runs() {
	exits "$1: artisan about" 0 php artisan about --no-interaction --no-ansi
	exits "$1: artisan model:show" 0 php artisan model:show App\\Models\\Comment --json --no-interaction
	is "$1: it finds the table and the relation" \
		"$(sed -n '/^{/,$p' out | jq -r '"\(.table) \(.relations[] | "\(.name) \(.type) \(.related)")"')" \
		"comments post BelongsTo App\\Models\\Post"
	exits "$1: the application's tests" 0 php artisan test --no-ansi
	like "$1: they have run" out 'Tests: .* [3-9] passed'
	rm -f .phpunit.result.cache
}

# unchanged NAME: all that was there is as it was.
unchanged() {
	ok "$1: nothing of the user's has changed" sha256sum -c --quiet ../before
}

# made: files that are new
made() {
	files | LC_ALL=C comm -13 <(sed 's/^[0-9a-f]*  //' ../before) - | sed 's/^\.\///' | tr '\n' ' '
}

back() {
	made | tr ' ' '\n' | xargs rm -f
	rmdir app/Models/Base app/Enums 2>/dev/null
}

# --- No argument at all: new ---

exits "new: generate" 0 emgen generate
unchanged new
is "new: models that were not there" "$(made)" "app/Models/Comment.php app/Models/PostTag.php emgen.lock "
unlike "new: strict types are not the project's" app/Models/Comment.php strict_types
cp ../CommentTest.php tests/Feature/
runs new
rm tests/Feature/CommentTest.php
exits "new: again" 0 emgen generate
unlike "new: nothing is written" out '^wrote'
exits "new: --check" 0 emgen generate --check
php artisan make:model Tag --no-interaction >../out 2>&1
exits "new: with another model of the user's" 0 emgen generate --check
rm app/Models/Tag.php
back

# --- all, said in emgen.ini ---

printf '[emgen]\nmode = all\n' >emgen.ini
exits "all: generate" 0 emgen generate
unchanged all
is "all: what is the user's is skipped" "$(grep ^skipped out | LC_ALL=C sort)" \
	"skipped app/Models/Post.php: written by hand
skipped app/Models/User.php: written by hand"
is "all: the rest is there" "$(made)" "app/Enums/PostStatus.php app/Models/Comment.php app/Models/PostTag.php app/Models/Tag.php emgen.ini emgen.lock "
cp ../CommentTest.php tests/Feature/
runs all
rm tests/Feature/CommentTest.php
exits "all: --check" 0 emgen generate --check
back

# --- split, said in emgen.ini ---

printf '[emgen]\nmode = split\n' >emgen.ini
exits "split: generate" 0 emgen generate
unchanged split
is "split: all but the label, which is elsewhere, have a base" "$(made)" "app/Enums/PostStatus.php app/Models/Base/Comment.php app/Models/Base/Post.php app/Models/Base/PostTag.php app/Models/Base/User.php app/Models/Comment.php app/Models/PostTag.php emgen.ini emgen.lock "
cp ../CommentTest.php tests/Feature/
runs split

# The user moves their models over to the bases.
sed -i -e 's/extends Model/extends Base\\Post/' -e '/fillable/d' -e '/^use/d' app/Models/Post.php
sed -i -e 's/extends Authenticatable/extends Base\\User/' -e '/^use .*Authenticatable/d' app/Models/User.php
cp app/Models/Post.php ../Post.php
exits "split: again, with Post and User over their bases" 0 emgen generate
unlike "split: nothing is written" out '^wrote'
same "split: the user's class stays" app/Models/Post.php ../Post.php
runs "split, moved over"
cat >../tell.php <<'P'
<?php
require 'vendor/autoload.php';
(require 'bootstrap/app.php')->make(Illuminate\Contracts\Console\Kernel::class)->bootstrap();
$post = new App\Models\Post(['title' => 'hello']);
echo $post->shout(), ' ', $post->status->name, ' ', $post->getTable(), ' ', $post->approver()->getRelated()::class, "\n";
P
is "split: a class has what is the user's and what is ours" "$(php ../tell.php 2>&1)" 'HELLO Draft posts App\Models\User'

# A new column comes into the base alone.
sqlite3 database/database.sqlite 'alter table posts add column subtitle varchar(50)'
exits "split: --check after a migration" 1 emgen generate --check
exits "split: generate after a migration" 0 emgen generate
is "split: only the base is written" "$(grep ^wrote out)" "wrote app/Models/Base/Post.php"
like "split: with the column" app/Models/Base/Post.php "'subtitle'"
same "split: the user's class stays" app/Models/Post.php ../Post.php
