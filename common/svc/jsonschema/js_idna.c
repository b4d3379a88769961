/*
 * js_idna - internationalized host names (js_idna.h).
 *
 * The rules are regular expressions over Unicode's properties.  Two need lists
 * of code points, made from Unicode 14: what NFKC changes (RFC 5892, 2.2), and
 * viramas.  Not asked: whether a label is in NFC, and joining types of other
 * scripts than Arabic.
 */
#include "js_idna.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "js_pattern.h"
#include "js_punycode.h"
#include "mem.h"

/* clang-format off */
#define UNSTABLE \
	"\\u{aa}-\\u{ba}\\u{133}\\u{140}\\u{1c6}-\\u{1cc}\\u{1f3}" \
	"\\u{2b0}-\\u{2b8}\\u{2e0}-\\u{2e4}\\u{340}-\\u{341}" \
	"\\u{343}-\\u{344}\\u{374}\\u{37a}\\u{3d2}-\\u{3d4}\\u{3f2}" \
	"\\u{675}-\\u{678}\\u{958}-\\u{95f}\\u{9dc}-\\u{9df}\\u{a33}" \
	"\\u{a36}\\u{a59}-\\u{a5b}\\u{a5e}\\u{b5c}-\\u{b5d}\\u{e33}" \
	"\\u{eb3}\\u{edc}-\\u{edd}\\u{f43}\\u{f4d}\\u{f52}\\u{f57}" \
	"\\u{f5c}\\u{f69}\\u{f73}\\u{f75}-\\u{f79}\\u{f81}\\u{f93}" \
	"\\u{f9d}\\u{fa2}\\u{fa7}\\u{fac}\\u{fb9}\\u{10fc}" \
	"\\u{1100}-\\u{11ff}\\u{1d2c}-\\u{1d2e}\\u{1d30}-\\u{1d3a}" \
	"\\u{1d3c}-\\u{1d4d}\\u{1d4f}-\\u{1d6a}\\u{1d78}" \
	"\\u{1d9b}-\\u{1dbf}\\u{1f71}\\u{1f73}\\u{1f75}\\u{1f77}" \
	"\\u{1f79}\\u{1f7b}\\u{1f7d}\\u{2071}-\\u{209c}" \
	"\\u{2102}-\\u{2149}\\u{2c7c}-\\u{2c7d}\\u{2d6f}\\u{309f}" \
	"\\u{30ff}\\u{3131}-\\u{318e}\\u{a69c}-\\u{a69d}\\u{a770}" \
	"\\u{a7f2}-\\u{a7f4}\\u{a7f8}-\\u{a7f9}\\u{a960}-\\u{a97c}" \
	"\\u{ab5c}-\\u{ab5f}\\u{ab69}\\u{d7b0}-\\u{fa0d}\\u{fa10}" \
	"\\u{fa12}\\u{fa15}-\\u{fa1e}\\u{fa20}\\u{fa22}" \
	"\\u{fa25}-\\u{fa26}\\u{fa2a}-\\u{fb1d}\\u{fb1f}-\\u{fdfb}" \
	"\\u{fe70}-\\u{fe72}\\u{fe74}-\\u{ffdc}\\u{10781}-\\u{107ba}" \
	"\\u{1d400}-\\u{1d7ff}\\u{1ee00}-\\u{1fbf9}" \
	"\\u{2f800}-\\u{2fa1d}"
#define VIRAMA \
	"\\u{94d}\\u{9cd}\\u{a4d}\\u{acd}\\u{b4d}\\u{bcd}\\u{c4d}" \
	"\\u{ccd}\\u{d3b}-\\u{d3c}\\u{d4d}\\u{dca}\\u{e3a}\\u{eba}" \
	"\\u{f84}\\u{1039}-\\u{103a}\\u{1714}-\\u{1715}\\u{1734}" \
	"\\u{17d2}\\u{1a60}\\u{1b44}\\u{1baa}-\\u{1bab}" \
	"\\u{1bf2}-\\u{1bf3}\\u{2d7f}\\u{a806}\\u{a82c}\\u{a8c4}" \
	"\\u{a953}\\u{a9c0}\\u{aaf6}\\u{abed}\\u{10a3f}\\u{11046}" \
	"\\u{11070}\\u{1107f}\\u{110b9}\\u{11133}-\\u{11134}\\u{111c0}" \
	"\\u{11235}\\u{112ea}\\u{1134d}\\u{11442}\\u{114c2}\\u{115bf}" \
	"\\u{1163f}\\u{116b6}\\u{1172b}\\u{11839}\\u{1193d}-\\u{1193e}" \
	"\\u{119e0}\\u{11a34}\\u{11a47}\\u{11a99}\\u{11c3f}" \
	"\\u{11d44}-\\u{11d45}\\u{11d97}"
/* joins to the right only */
#define RIGHT \
	"\\u{622}-\\u{625}\\u{627}\\u{629}\\u{62f}-\\u{632}\\u{648}" \
	"\\u{671}-\\u{673}\\u{675}-\\u{677}\\u{688}-\\u{699}\\u{6c0}" \
	"\\u{6c3}-\\u{6cb}\\u{6cd}\\u{6cf}\\u{6d2}-\\u{6d3}\\u{6d5}" \
	"\\u{6ee}-\\u{6ef}"

/* RFC 5892, 2.6, and the contextual rules of its appendix A */
#define EXCEPTIONS "\\u{df}\\u{3c2}\\u{6fd}\\u{6fe}\\u{f0b}\\u{3007}"
#define DISALLOWED "\\u{640}\\u{7fa}\\u{302e}\\u{302f}\\u{3031}-\\u{3035}\\u{303b}"
#define LETTER_DIGITS "\\p{Ll}\\p{Lo}\\p{Lm}\\p{Mn}\\p{Mc}\\p{Nd}"
#define JOINS "\\p{Script=Arabic}"
#define ALLOWED								\
	"[" EXCEPTIONS "\\-]|(?![" UNSTABLE DISALLOWED			\
	"]|\\p{Changes_When_Casefolded}"				\
	"|\\p{Default_Ignorable_Code_Point})[" LETTER_DIGITS "]"
#define CONTEXTUAL							\
	"(?<=l)\\u{b7}(?=l)"			/* middle dot */	\
	"|\\u{375}(?=\\p{Script=Greek})"	/* keraia */		\
	"|(?<=\\p{Script=Hebrew})[\\u{5f3}\\u{5f4}]" /* geresh */	\
	"|\\u{30fb}"				/* katakana dot */	\
	"|(?<=[" VIRAMA "])[\\u{200c}\\u{200d}]" /* joiners */		\
	"|(?![" RIGHT "])" JOINS "\\p{M}*\\u{200c}(?=\\p{M}*" JOINS ")"

static const char label_rule[] =
    "^(?!-|.{2}--|\\p{M})"
    "(?!.*[\\u{660}-\\u{669}].*[\\u{6f0}-\\u{6f9}])"
    "(?!.*[\\u{6f0}-\\u{6f9}].*[\\u{660}-\\u{669}])"
    "(?=[^\\u{30fb}]*$|.*[\\p{Script=Hiragana}\\p{Script=Katakana}"
    "\\p{Script=Han}])(?:" ALLOWED "|" CONTEXTUAL ")+(?<!-)$";

/* RFC 5893: a name with a right-to-left character has this in every label. */
#define RTL "\\p{Bidi_Class=R}\\p{Bidi_Class=AL}"
#define NEUTRAL								\
	"\\p{Bidi_Class=EN}\\p{Bidi_Class=ES}\\p{Bidi_Class=CS}"	\
	"\\p{Bidi_Class=ET}\\p{Bidi_Class=ON}\\p{Bidi_Class=BN}"	\
	"\\p{Bidi_Class=NSM}"
static const char rtl_rule[] = "[" RTL "\\p{Bidi_Class=AN}]";
static const char bidi_rule[] =
    "^(?!.*\\p{Bidi_Class=EN}.*\\p{Bidi_Class=AN})"
    "(?!.*\\p{Bidi_Class=AN}.*\\p{Bidi_Class=EN})[" RTL "]"
    "(?:[" RTL NEUTRAL "\\p{Bidi_Class=AN}]*"
    "[" RTL "\\p{Bidi_Class=EN}\\p{Bidi_Class=AN}])?\\p{Bidi_Class=NSM}*$"
    "|^\\p{Bidi_Class=L}(?:[\\p{Bidi_Class=L}" NEUTRAL "]*"
    "[\\p{Bidi_Class=L}\\p{Bidi_Class=EN}])?\\p{Bidi_Class=NSM}*$";
/* clang-format on */

enum { NAME_MAX_BYTES = 253, LABEL_MAX = 63 };

/* The rules, compiled for one name. */
struct rules {
	struct js_pattern *label, *bidi, *rtl;
};

static bool
matches(const struct js_pattern *rule, const struct buf *text)
{
	return js_pattern_match(rule, buf_peek(text), text->len) > 0;
}

static bool
is_ascii(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] & 0x80)
			return false;
	return true;
}

static bool
is_ldh(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)s[i]) && s[i] != '-')
			return false;
	return len > 0 && s[0] != '-' && s[len - 1] != '-';
}

/*
 * Puts what a label shows into unicode (lower case, if it was encoded); its
 * length as an A-label, or 0 when it is no label.
 */
static size_t
read_label(
    const struct rules *rules, const char *s, size_t len, struct buf *unicode)
{
	struct buf encoded = BUF_INIT;
	size_t size = len;
	bool encoded_already = len > 4 && strncasecmp(s, "xn--", 4) == 0;

	if (is_ascii(s, len) && !is_ldh(s, len))
		return 0;
	if (encoded_already && js_punycode_decode(s + 4, len - 4, unicode))
		return 0;
	if (!encoded_already)
		buf_add(unicode, s, len);
	if (!is_ascii(unicode->data, unicode->len)) {
		if (!matches(rules->label, unicode))
			return 0;
		js_punycode_encode(unicode->data, unicode->len, &encoded);
		size = encoded.len + 4;
	}
	/* what is encoded must need it, and be encoded in the one way */
	if (encoded_already &&
	    (size != len || !encoded.len ||
		strncasecmp(encoded.data, s + 4, encoded.len) != 0))
		size = 0;
	buf_clear(&encoded);
	return size <= LABEL_MAX ? size : 0;
}

/* Length of a label, and of the dot behind it: one of four. */
static size_t
label_span(const char *s, size_t *dot)
{
	static const char *const dots[] = { ".", "\u3002", "\uff0e", "\uff61" };
	size_t n = 0;

	for (*dot = 0; s[n]; n++)
		for (size_t i = 0; i < sizeof(dots) / sizeof(*dots); i++)
			if (strncmp(s + n, dots[i], strlen(dots[i])) == 0) {
				*dot = strlen(dots[i]);
				return n;
			}
	return n;
}

/* Are all labels, then the name good?  With bidi, the labels are right for a
 * name that has right-to-left characters; *rtl tells if it has. */
static bool
check_labels(const struct rules *rules, const char *s, bool bidi, bool *rtl)
{
	struct buf unicode = BUF_INIT;
	size_t total = 0, dot;
	bool good;

	do {
		size_t n = label_span(s, &dot);
		size_t size = read_label(rules, s, n, &unicode);

		total += size + 1;
		good = size > 0 && total <= NAME_MAX_BYTES + 1;
		if (good && bidi)
			good = matches(rules->bidi, &unicode);
		*rtl |= matches(rules->rtl, &unicode);
		buf_truncate(&unicode, 0);
		s += n + dot;
	} while (good && dot > 0);
	buf_clear(&unicode);
	return good;
}

bool
js_idna_valid(const char *s)
{
	struct em_err err;
	struct rules rules = {
		.label = js_pattern_new(label_rule, &err),
		.bidi = js_pattern_new(bidi_rule, &err),
		.rtl = js_pattern_new(rtl_rule, &err),
	};
	bool rtl = false, good;

	if (!rules.label || !rules.bidi || !rules.rtl)
		die_err(&err);
	good = check_labels(&rules, s, false, &rtl) &&
	       (!rtl || check_labels(&rules, s, true, &rtl));
	js_pattern_free(rules.label);
	js_pattern_free(rules.bidi);
	js_pattern_free(rules.rtl);
	return good;
}
