/*
 * inflect - words as Laravel 12's Str spells them: studly, camel, snake,
 * singular, plural, and the table that a model's class stands for.
 * Layer svc.  The rules are those of Doctrine's English inflector 2.1 (MIT)
 * with Laravel's additions; doc/naming.md says where we differ.
 *
 * Text is UTF-8; case is Unicode's, as PHP's mb_ functions map it, and never
 * the locale's.  Bytes that are not UTF-8 pass unchanged.  Every result is a
 * new string that the caller frees; none is ever NULL.
 */
#ifndef EMGEN_INFLECT_H
#define EMGEN_INFLECT_H

/* Str::singular, Str::plural: "order_lines" and "order_line". */
char *inflect_singular(const char *word);
char *inflect_plural(const char *word);

/* Str::studly, Str::camel, Str::snake: OrderLine, orderLine, order_line. */
char *inflect_studly(const char *value);
char *inflect_camel(const char *value);
char *inflect_snake(const char *value);

/* Str::pluralStudly: the last word of a studly or camel name, OrderLines. */
char *inflect_plural_studly(const char *value);

/*
 * What Model::getTable() guesses for a class without $table: order_lines for
 * OrderLine.  The name is the bare one, without namespace.
 */
char *inflect_table(const char *class);

#endif
