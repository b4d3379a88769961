/* base64 - RFC 4648, with padding (base64.h). */
#include "base64.h"

#include <stdint.h>

void
base64_add(struct buf *buf, const char *bytes, size_t len)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
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
