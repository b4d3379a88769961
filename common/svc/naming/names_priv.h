/* names_priv - what the files of the naming strategy share.  Layer svc. */
#ifndef EMGEN_NAMES_PRIV_H
#define EMGEN_NAMES_PRIV_H

#include <stdbool.h>

#include "names.h"

/*
 * text with an underscore for every character that has no place in a name:
 * ASCII but letters and digits, spaces, controls and invisible characters of
 * Unicode, bytes that are not UTF-8.
 */
char *names_separated(const char *text);

/* The same, in lower case when text is all capitals. */
char *names_readable(const char *text);

/*
 * A label from a name made of label characters: with before in front when it
 * starts with a digit, a copy of otherwise when it is empty, cut when it is too
 * long for a file's name.  Frees name.
 */
char *names_label_take(char *name, const char *before, const char *otherwise);

/* A valid class from words, as they are: ListModel for list. */
char *names_class_of_words(const char *words);

/* name2 for name, name2_2 for name2: the number is not read as part of it. */
char *names_numbered(const char *name, unsigned number);

/* A set that tells A from a. */
struct names_set *names_set_open_exact(void);

#endif
