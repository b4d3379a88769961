/* js_idna - internationalized host names (RFC 5890 to 5893).  Layer svc. */
#ifndef EMGEN_JS_IDNA_H
#define EMGEN_JS_IDNA_H

#include <stdbool.h>

/* Is it a name of labels that are plain, encoded (xn--) or in Unicode? */
bool js_idna_valid(const char *s);

#endif
