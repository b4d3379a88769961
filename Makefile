# emgen - one Makefile, no recursion.  Targets: all demo check bench soak fuzz
# lint format install uninstall clean.  DEV=1: warnings are errors.  SAN=1:
# address and undefined sanitizers, in a build folder of their own.
# V=1 shows the commands.

VERSION	= 0.1.0
PREFIX	= /usr/local
DESTDIR	=
CC	= gcc
BUILD	= build$(if $(SAN),-san)
Q	= $(if $(V),,@)

WARN	= -Wall -Wextra -Wpedantic -Wshadow -Wformat=2 -Wundef -Wvla \
	  -Wcast-qual -Wpointer-arith -Wwrite-strings -Wstrict-prototypes \
	  -Wmissing-prototypes -Wold-style-definition -Wconversion \
	  -Wnull-dereference -Wimplicit-fallthrough $(if $(DEV),-Werror)
HARDEN	= -fno-common -fstack-protector-strong -fPIE \
	  $(if $(SAN),-fsanitize=address$(comma)undefined \
	  -fno-sanitize-recover=all,-D_FORTIFY_SOURCE=2)
comma	= ,
CPPFLAGS = -D_GNU_SOURCE -DEMGEN_VERSION='"$(VERSION)"' \
	  -DEMGEN_LIBEXEC='"$(PREFIX)/libexec/emgen"' \
	  -DEMGEN_SHARE='"$(PREFIX)/share/emgen"' \
	  -include common/base/banned.h \
	  -Icommon/base -Icommon/core -Icommon/svc -I$(BUILD)/gen
CFLAGS	= -O2 -g
ALL_CFLAGS = -std=c11 $(CFLAGS) $(WARN) $(HARDEN)
LDFLAGS	= -pie -Wl,-z,relro,-z,now,--as-needed
ALL_LDFLAGS = $(LDFLAGS) $(if $(SAN),-fsanitize=address$(comma)undefined)

# commands.list: a program is one row; rows of class front are in bin/emgen.
NAMES	:= $(shell awk '!/^\#/ && $$2 != "front" { print $$1 }' commands.list)
REGISTRY = cmd/emgen/registry.sh
libs_of	= $(shell sed -n 's/^$(1)[ \t][ \t]*[a-z]*[ \t]*//p' commands.list)
sources_of = $(sort $(wildcard cmd/$(1).c cmd/$(1)/*.c))

PROGRAMS = $(BUILD)/bin/emgen $(NAMES:%=$(BUILD)/libexec/emgen-%)
ARCHIVES = $(BUILD)/svc.a $(BUILD)/core.a $(BUILD)/base.a

all: $(PROGRAMS)

# pkg-config is asked once for each library, and only when it is needed.
PKGS	:= jansson uuid inih libpcre2-8 sqlite3
$(foreach p,$(PKGS),$(eval cflags_$(p) = $$(eval cflags_$(p) := \
	$$(shell pkg-config --cflags $(p)))$$(cflags_$(p))))
$(foreach p,$(PKGS),$(eval ldlibs_$(p) = $$(eval ldlibs_$(p) := \
	$$(shell pkg-config --libs $(p)))$$(ldlibs_$(p))))
PKG_CFLAGS = $(foreach p,$(PKGS),$(cflags_$(p)))
PKG_LIBS   = $(foreach p,$(1),$(ldlibs_$(p)))

COMPILE	= $(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(ALL_CFLAGS) -MMD -MP

# What "emgen help" shows, as rows of a table in C.
$(BUILD)/gen/commands.inc: commands.list $(REGISTRY) $(wildcard doc/*.1)
	@mkdir -p $(@D)
	$(Q)$(REGISTRY) table >$@

$(BUILD)/%.o: %.c | $(BUILD)/gen/commands.inc
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC   $<")
	$(Q)$(COMPILE) -c -o $@ $<

define archive
$(BUILD)/$(1).a: $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard common/$(1)/*.c)))
	@rm -f $$@
	$(Q)ar rcs $$@ $$^
endef
$(foreach layer,base core svc,$(eval $(call archive,$(layer))))

# $(1) the program's file, $(2) its name in cmd/, $(3) its row
define program
$(1): $(patsubst %.c,$(BUILD)/%.o,$(call sources_of,$(2))) $(ARCHIVES)
	@mkdir -p $$(@D)
	$(if $(V),,@echo "  LINK $$@")
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $$@ $$^ \
	    $$(call PKG_LIBS,$(call libs_of,$(3)) uuid)
endef
$(eval $(call program,$(BUILD)/bin/emgen,emgen,emgen))
$(foreach n,$(NAMES),$(eval \
	$(call program,$(BUILD)/libexec/emgen-$(n),emgen-$(n),$(n))))

# A unit test links its own layer and those below it, so that an upward call
# does not link.
UNITS	:= $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*/*.c))
below_base = $(BUILD)/base.a
below_core = $(BUILD)/core.a $(BUILD)/base.a
below_svc  = $(ARCHIVES)
define unit
$(BUILD)/unit/$(1): $(BUILD)/tests/unit/$(1).o $(below_$(patsubst %/,%,$(dir $(1))))
	@mkdir -p $$(@D)
	$(if $(V),,@echo "  LINK $$@")
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $$@ $$^ \
	    $$(call PKG_LIBS,jansson uuid inih libpcre2-8)
endef
$(foreach u,$(UNITS),$(eval $(call unit,$(u:$(BUILD)/unit/%=%))))
units: $(UNITS)

clean:
	rm -rf build build-san build-fuzz

.PHONY: all units clean
.DELETE_ON_ERROR:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
