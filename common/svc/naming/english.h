/*
 * english - singular and plural of English words by the rules of Doctrine's
 * inflector.  Layer svc; for inflect.c, which adds what Laravel adds.
 *
 * A word is bytes; only ASCII letters are compared without regard to case.
 * Results are new strings that the caller frees.
 */
#ifndef EMGEN_ENGLISH_H
#define EMGEN_ENGLISH_H

char *english_singular(const char *word);
char *english_plural(const char *word);

#endif
