/* project - what a Laravel application says of itself. */
#include "project.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../scratch.h"
#include "../tap.h"
#include "mem.h"

static struct em_err err;

static void
write_file(const char *name, const char *text)
{
	char *path = mem_printf("%s/%s", scratch, name);
	FILE *f = fopen(path, "w");

	if (!f || fputs(text, f) < 0 || fclose(f))
		ok(false, "%s is written", path);
	free(path);
}

static void
make_folder(const char *name)
{
	char *path = mem_printf("%s/%s", scratch, name);

	(void)mkdir(path, 0700);
	free(path);
}

static void
setting_is(const char *name, const char *want, const char *what)
{
	struct settings *s = settings_default();

	if (project_settings(scratch, s, &err) < 0)
		is(err.msg, want, what);
	else
		is(settings_string(s, name), want, what);
	settings_free(s);
}

static void
check_is(void)
{
	ok(!project_is(scratch), "a folder is no project");
	write_file("composer.json", "{}");
	ok(!project_is(scratch), "nor is any package");
	write_file("artisan", "");
	ok(project_is(scratch), "with artisan it is");
}

static void
check_namespaces(void)
{
	setting_is("namespace", "App\\Models", "without autoload");
	setting_is("out", "app/Models", "the place of models");
	setting_is("enums", "app/Enums", "of enums");
	setting_is("enumsNamespace", "App\\Enums", "and their namespace");
	setting_is("factories", NULL, "factories are not asked for");
	write_file("composer.json",
	    "{\"autoload\":{\"psr-4\":{\"X\\\\\":\"src/\",\"Acme\\\\\":"
	    "[\"lib\",\"./app\"],\"Acme\\\\Made\\\\\":\"database/factories/\""
	    "}}}");
	setting_is("namespace", "Acme\\Models", "the namespace of app/");
	setting_is("enumsNamespace", "Acme\\Enums", "for enums as well");
	setting_is("factoriesNamespace", "Acme\\Made", "and of factories");
	write_file("composer.json", "{\"autoload\":{\"psr-4\":{\"A;\\\\\":"
				    "\"app\"}}}");
	setting_is("namespace",
	    "namespace: \"A;\\Models\" is not a PHP namespace",
	    "what is no namespace");
	write_file("composer.json", "{");
	ok(project_settings(scratch, NULL, &err) < 0 &&
		strstr(err.msg, "/composer.json: line 1: "),
	    "a broken composer.json");
}

static void
check_out(void)
{
	char *inside = mem_printf("%s/app/X", scratch);
	char *beside = mem_printf("%s2/app", scratch);
	const char *const outs[] = { "elsewhere", inside, "../x", "/x", "-",
		beside, "..x", ".." };
	const char *const enums[] = { "app/Enums", "app/Enums", NULL, NULL,
		"app/Enums", NULL, "app/Enums", NULL };
	struct settings *s;

	write_file("composer.json", "{}");
	for (size_t i = 0; i < sizeof(outs) / sizeof(outs[0]); i++) {
		s = settings_default();
		(void)settings_set(s, "out", outs[i], SETTINGS_FLAG, &err);
		ok(project_settings(scratch, s, &err) == 0, "--out %s",
		    outs[i]);
		is(settings_string(s, "out"), outs[i], "stays");
		is(settings_string(s, "enums"), enums[i],
		    "enums are in the project when models are");
		settings_free(s);
	}
	free(inside);
	free(beside);
}

static void
laravel_is(const char *version, int want)
{
	struct settings *s = settings_default();
	char *text = mem_printf("{\"packages\":[{\"name\":\"x/y\",\"version\":"
				"\"9\"},{\"name\":\"laravel/framework\","
				"\"version\":\"%s\"}]}",
	    version);

	write_file("composer.lock", text);
	ok(project_settings(scratch, s, &err) == 0 &&
		settings_int(s, "laravel") == want,
	    "%s is %d", version, want);
	free(text);
	settings_free(s);
}

static void
check_laravel(void)
{
	laravel_is("v11.56.1", 11);
	laravel_is("10.0.0", 10);
	laravel_is("v13.0.0-beta.1", 13);
	laravel_is("v9.1.0", 10);
	laravel_is("v14.0.0", 13);
	laravel_is("dev-master", 12);
	write_file("composer.lock", "[]");
	setting_is("namespace", "App\\Models", "another composer.lock");
	write_file("composer.lock", "nonsense");
	ok(project_settings(scratch, NULL, &err) < 0, "no composer.lock");
	write_file("composer.lock", "{}");
}

static bool
is_strict(void)
{
	struct settings *s = settings_default();
	bool strict = project_settings(scratch, s, &err) == 0 &&
		      settings_bool(s, "strictTypes");

	settings_free(s);
	return strict;
}

static void
check_strict_types(void)
{
	ok(is_strict(), "without files: strict");
	make_folder("app");
	make_folder("app/Models");
	write_file("app/Models/User.php", "<?php\n\nclass User {}\n");
	ok(!is_strict(), "not where the project is not");
	write_file(
	    "app/Models/Post.php", "<?php\n\ndeclare(strict_types=1);\n");
	ok(is_strict(), "but where half of it is");
	write_file("app/Models/Tag.php", "<?php\n");
	write_file("app/Models/notes.txt", "declare(strict_types=1);");
	ok(!is_strict(), "of its PHP files");
}

static void
dsn_is(const char *text, const char *want)
{
	struct dotenv *env = dotenv_parse(text, strlen(text), &err);
	char *dsn = project_dsn(env);

	is(dsn, want, want);
	free(dsn);
	dotenv_free(env);
}

static void
check_dsn(void)
{
	dsn_is("", "sqlite:database/database.sqlite");
	dsn_is("DB_CONNECTION=sqlite\nDB_DATABASE=",
	    "sqlite:database/database.sqlite");
	dsn_is("DB_DATABASE=null", "sqlite:database/database.sqlite");
	dsn_is("DB_DATABASE='/srv/my app?.db'", "sqlite:/srv/my%20app%3F.db");
	dsn_is("DB_URL=sqlite:///database/x.db", "sqlite:database/x.db");
	dsn_is("DB_URL=sqlite:////srv/x.db", "sqlite:/srv/x.db");
	dsn_is("DB_URL=sqlite3://localhost//srv/x.db?a=b", "sqlite:/srv/x.db");
	dsn_is("DB_URL=sqlite:x.db", "sqlite:x.db");
	dsn_is("DATABASE_URL=sqlite:old.db", "sqlite:old.db");
	dsn_is("DATABASE_URL=sqlite:old.db\nDB_URL=sqlite:new.db",
	    "sqlite:new.db");
	dsn_is("DB_CONNECTION=mysql\nDB_URL=postgres://u:p@h/d?x=y",
	    "pgsql://u:p@h/d?x=y&search_path=public");
	dsn_is("DB_URL=pgsql://h/d?search_path=shop\nDB_SEARCH_PATH=other\n"
	       "DB_SSLMODE=require",
	    "pgsql://h/d?search_path=shop&sslmode=require");
	dsn_is("DB_CONNECTION=mysql", "mysql://root@127.0.0.1/laravel");
	dsn_is("DB_CONNECTION=pgsql\nDB_HOST=db\nDB_PORT=5433\n"
	       "DB_DATABASE=shop\nDB_USERNAME=me\nDB_PASSWORD='p@s/s:w'",
	    "pgsql://me:p%40s%2Fs%3Aw@db:5433/shop?search_path=public");
	dsn_is("DB_CONNECTION=pgsql\nDB_HOST=/run/pg\nDB_SCHEMA=\"a b\"\n"
	       "DB_SSLMODE=require",
	    "pgsql://root@%2Frun%2Fpg/laravel?search_path=a%20b"
	    "&sslmode=require");
	dsn_is("DB_CONNECTION=pgsql\nDB_SCHEMA=a\nDB_SEARCH_PATH=b,c",
	    "pgsql://root@127.0.0.1/laravel?search_path=b%2Cc");
	dsn_is("DB_CONNECTION=mariadb\nDB_SOCKET=/run/my.sock",
	    "mariadb://root@127.0.0.1/laravel?unix_socket=%2Frun%2Fmy.sock");
	dsn_is("DB_CONNECTION=mysql\nMYSQL_ATTR_SSL_CA=/ca.pem",
	    "mysql://root@127.0.0.1/laravel?ssl-ca=%2Fca.pem");
	dsn_is("DB_CONNECTION=mysql\nDB_URL=mysql://h/d?charset=utf8\n"
	       "MYSQL_ATTR_SSL_CA=/ca.pem\nDB_SOCKET=/s",
	    "mysql://h/d?charset=utf8&unix_socket=%2Fs&ssl-ca=%2Fca.pem");
	dsn_is("DB_CONNECTION=pgsql\nMYSQL_ATTR_SSL_CA=/ca.pem\nDB_SOCKET=/s",
	    "pgsql://root@127.0.0.1/laravel?search_path=public");
}

static void
check_connection(void)
{
	struct dotenv *env = dotenv_parse("DB_CONNECTION=pgsql", 19, &err);
	char *name = project_connection(env);

	is(name, "pgsql", "the name of the connection");
	free(name);
	dotenv_free(env);
}

int
main(void)
{
	scratch_open();
	check_is();
	check_namespaces();
	check_out();
	check_laravel();
	check_strict_types();
	check_dsn();
	check_connection();
	return done();
}
