/* base64 - RFC 4648, with padding (base64.h). */
#include "base64.h"

#include <stdint.h>
#include <string.h>

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_add(struct buf *buf, const char *bytes, size_t len)
{
	const unsigned char *s = (const unsigned char *)bytes;

	for (size_t i = 0; i < len; i += 3) {
		size_t left = len - i;
		uint32_t v = (uint32_t)s[i] << 16;

		if (left > 1)
			v |= (uint32_t)s[i + 1] << 8;
		if (left > 2)
			v |= s[i + 2];
		buf_addc(buf, digits[v >> 18]);
		buf_addc(buf, digits[v >> 12 & 63]);
		buf_addc(buf, left > 1 ? digits[v >> 6 & 63] : '=');
		buf_addc(buf, left > 2 ? digits[v & 63] : '=');
	}
}

void
base64_decode(struct buf *buf, const char *text)
{
	uint32_t bits = 0;
	const char *digit;

	for (size_t i = 0; text[i] && (digit = strchr(digits, text[i])); i++) {
		bits = bits << 6 | (uint32_t)(digit - digits);
		if (i % 4 > 0)
			buf_addc(buf, (char)(bits >> (6 - i % 4 * 2) & 0xff));
	}
}
