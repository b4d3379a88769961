-- hostile.mysql.sql - names, comments, defaults and values that mean harm.
-- pwned() is what must never become code.

CREATE TABLE `'; pwned(); //` (
    `id` int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    `'; pwned(); //` varchar(40) NOT NULL DEFAULT '\'; pwned(); //' COMMENT '\'; pwned(); //',
    `*/ pwned(); /*` varchar(40) NOT NULL DEFAULT '*/ pwned(); /*' COMMENT '*/ pwned(); /*',
    `?> pwned() <?php pwned();` text COMMENT '?> pwned() <?php pwned();',
    `{$pwned()}` varchar(40) NOT NULL DEFAULT '{$pwned()} ${pwned()} "' COMMENT '{$pwned()} ${pwned()}',
    `back\slash` varchar(40) NOT NULL DEFAULT '\\' COMMENT '\\',
    `back``tick` int,
    `dollar$this->x` int,
    `quote"d` int,
    `line
break` varchar(40) NOT NULL DEFAULT 'a\nb' COMMENT 'one\n */ pwned();\r\n// two'
) COMMENT '*/ pwned(); /* ?> <?php pwned();';

CREATE TABLE `../../etc/passwd` (
    `id` int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    `/etc/passwd` enum('../x', '*/ pwned();', '\'', '\\', 'a\nb', '?>', '{$x}', '') NOT NULL DEFAULT '\'' COMMENT '/../..',
    `set` set('*/ pwned();', '''', '"') NOT NULL DEFAULT '*/ pwned();,"'
);

CREATE TABLE `C:\windows` (`id` int PRIMARY KEY, `%00` int, `.` int, `..` int, `*` int, `a.b` int, `a->b` int, `a as b` int);

CREATE TABLE `Größe 表 ü‮` (
    `Ключ` int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    `价格` decimal(10, 2) NOT NULL DEFAULT 0 COMMENT '🙂 ‮evil⁦',
    `ı` int, `İ` int
);

-- Words of PHP, of SQL and of Eloquent.
CREATE TABLE `class` (`id` int PRIMARY KEY, `class` int, `function` int, `select` int, `this` int, `table` int, `exists` int, `timestamps` int);
CREATE TABLE `select` (`id` int PRIMARY KEY, `class` int NOT NULL, FOREIGN KEY (`class`) REFERENCES `class` (`id`));
CREATE TABLE `Model` (`id` int PRIMARY KEY, `connection` int, `relations` int, `attributes` int);
CREATE TABLE `collections` (`id` int PRIMARY KEY, `model_id` int, FOREIGN KEY (`model_id`) REFERENCES `Model` (`id`));
CREATE TABLE `Carbon` (`id` int PRIMARY KEY, `at` datetime);
CREATE TABLE `null` (`null` int, `true` int, `parent` int, `self` int);

-- Names that are one when a class is made of them.
CREATE TABLE `user_names` (`id` int PRIMARY KEY);
CREATE TABLE `user-names` (`id` int PRIMARY KEY);
CREATE TABLE `user names` (`id` int PRIMARY KEY);
CREATE TABLE `UserNames` (`id` int PRIMARY KEY);
CREATE TABLE `usernames` (`id` int PRIMARY KEY);
CREATE TABLE `---` (`-` int, `--` int, `_` int);
CREATE TABLE `1st` (`2nd` int PRIMARY KEY, `3rd` enum('1', '-1', '1.5', '15') NOT NULL);

-- As long as it gets: 64 characters, and what a file name of the server holds.
CREATE TABLE `表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表` (
    `列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列列` int PRIMARY KEY
);

CREATE TABLE `tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt` (`cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc` int PRIMARY KEY);

-- No key, and keys that go in circles.
CREATE TABLE `keyless` (`a` int, `b` int);
SET foreign_key_checks = 0;
CREATE TABLE `ring_a` (`id` int PRIMARY KEY, `next` int NOT NULL, FOREIGN KEY (`next`) REFERENCES `ring_b` (`id`));
CREATE TABLE `ring_b` (`id` int PRIMARY KEY, `next` int NOT NULL, FOREIGN KEY (`next`) REFERENCES `ring_c` (`id`));
CREATE TABLE `ring_c` (`id` int PRIMARY KEY, `next` int NOT NULL, FOREIGN KEY (`next`) REFERENCES `ring_a` (`id`));
CREATE TABLE `self` (`id` int PRIMARY KEY, `self` int NOT NULL, FOREIGN KEY (`self`) REFERENCES `self` (`id`));
CREATE TABLE `to_nowhere` (`id` int PRIMARY KEY, `gone_id` int, FOREIGN KEY (`gone_id`) REFERENCES `gone` (`id`));
SET foreign_key_checks = 1;

CREATE VIEW `*/ pwned(); view` AS SELECT 1 AS `*/ pwned();`, 'it''s' AS `'`;
