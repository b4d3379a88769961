/* id - UUIDs of events and models (id.h); the only place for libuuid. */
#include "id.h"

#include <stdint.h>
#include <string.h>
#include <sys/random.h>
#include <uuid/uuid.h>

#include "buf.h"
#include "clock.h"
#include "die.h"

enum { NAME_SIZE = 256 }; /* of most events */

/* a813a154-56d4-5a26-8c4e-f4b3d454d6af */
static const uuid_t name_space = { 0xa8, 0x13, 0xa1, 0x54, 0x56, 0xd4, 0x5a,
	0x26, 0x8c, 0x4e, 0xf4, 0xb3, 0xd4, 0x54, 0xd6, 0xaf };

char *
id_new(char text[ID_TEXT])
{
	int64_t ms = clock_now_us() / 1000;
	uuid_t id;

	if (getrandom(id, sizeof(id), 0) != (ssize_t)sizeof(id))
		die_errno("getrandom");
	for (int i = 5; i >= 0; i--, ms >>= 8)
		id[i] = (unsigned char)(ms & 0xff);
	id[6] = (unsigned char)(0x70 | (id[6] & 0x0f));
	id[8] = (unsigned char)(0x80 | (id[8] & 0x3f));
	uuid_unparse_lower(id, text);
	return text;
}

char *
id_derive(const char *name, size_t len, char text[ID_TEXT])
{
	uuid_t id;

	uuid_generate_sha1(id, name_space, name, len);
	uuid_unparse_lower(id, text);
	return text;
}

static void
add_line(struct buf *text, const char *line)
{
	buf_adds(text, line);
	buf_addc(text, '\n');
}

char *
id_event(const char *correlation, const char *stage, const char *type,
    const char *subject, unsigned n, char text[ID_TEXT])
{
	struct buf name = BUF_INIT;

	buf_reserve(&name, NAME_SIZE);
	add_line(&name, correlation);
	add_line(&name, stage);
	add_line(&name, type);
	add_line(&name, subject ? subject : "");
	buf_addu(&name, n);
	id_derive(name.data, name.len, text);
	buf_clear(&name);
	return text;
}

char *
id_model(const char *connection, const char *schema, const char *table,
    char text[ID_TEXT])
{
	struct buf name = BUF_INIT;

	add_line(&name, connection);
	add_line(&name, schema ? schema : "");
	buf_adds(&name, table);
	id_derive(name.data, name.len, text);
	buf_clear(&name);
	return text;
}

bool
id_valid(const char *text)
{
	for (int i = 0; i < ID_TEXT - 1; i++) {
		char c = (char)(text[i] | 32);

		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (text[i] != '-')
				return false;
		} else if ((text[i] < '0' || text[i] > '9') &&
			   (c < 'a' || c > 'f')) {
			return false;
		}
	}
	return !text[ID_TEXT - 1];
}
