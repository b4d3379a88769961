/* banned - functions that must not be used do not compile. */
#ifndef EMGEN_BANNED_H
#define EMGEN_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncat sprintf vsprintf strtok gmtime
#pragma GCC poison localtime atoi atol atof gets

#endif
