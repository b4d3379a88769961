/*
 * mustache - templates: {{name}}, {{{name}}}, {{&name}}, {{#section}},
 * {{^inverted}}, {{! comment}}, {{> partial}}, {{=<% %>=}}, {{< parent}} and
 * {{$ block}}, as the Mustache specification 1.4 has them.  Layer svc.
 *
 * False are null, false, "" and an empty list.  A template is compiled once,
 * together with every partial it names, and then renders any number of views.
 */
#ifndef EMGEN_MUSTACHE_H
#define EMGEN_MUSTACHE_H

#include <stdbool.h>

#include "buf.h"
#include "die.h"
#include "view.h"

struct mustache; /* templates that may include each other */
struct mustache_template;

/*
 * load gives the text of a template, owned by the receiver; NULL with
 * err->code 0 when there is no such template, else it could not be read.
 */
struct mustache *mustache_open(
    char *(*load)(void *arg, const char *name, struct em_err *err), void *arg);

/* Frees the set and its templates. */
void mustache_close(struct mustache *set);

/* Owned by the set; NULL when there is none, or it or a partial is wrong. */
const struct mustache_template *mustache_get(
    struct mustache *set, const char *name, struct em_err *err);

/* Whether one of that name, which there is, was asked for or is a partial. */
bool mustache_knows(const struct mustache *set, const char *name);

/*
 * Appends to out.  escape appends the text of a {{name}}.  -1 when templates
 * include each other without end; then part of the output may be there.
 */
int mustache_render(const struct mustache_template *tpl,
    const struct view *view,
    void (*escape)(struct buf *out, const char *text, size_t len),
    struct buf *out, struct em_err *err);

#endif
