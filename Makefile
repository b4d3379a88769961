# emgen - one Makefile, no recursion into folders.
#
#	make demo	installs what the build needs, builds, does the main job
#	make check	installs what the tests need, builds, runs every test
#	make		builds; then make install, uninstall, clean
#	make lint	and format, fuzz, soak, bench: for those who change it
#
# DEV=1: warnings are errors.  SAN=1: address and undefined sanitizers, in a
# build folder of their own.  FAULT=1: programs that kill themselves where a
# test asks for it.  V=1: shows the commands.

VERSION	= 0.1.0
PREFIX	= /usr/local
DESTDIR	=
CC	= gcc
LLVM	= -14
BUILD	= build$(if $(SAN),-san)$(if $(FAULT),-fault)
JOBS	= 2
Q	= $(if $(V),,@)

# Debian packages; COMMAND=PACKAGE is needed only if there is no such command.
BUILD_NEEDS = gcc libc6-dev pkg-config libsqlite3-dev libjansson-dev uuid-dev \
	  libinih-dev libpcre2-dev libpq-dev libmariadb-dev libhiredis-dev
DEMO_NEEDS = sqlite3
CHECK_NEEDS = perl patch ip=iproute2 diffutils procps util-linux uuidgen=uuid-runtime \
	  bsdextrautils time jq sqlite3 postgresql postgresql-client \
	  mariadb-server-core mariadb-client-core mariadb-dump=mariadb-client \
	  galera-4 openssl python3 \
	  redis-tools \
	  php=php-cli php-sqlite3 php-pgsql php-mysql php-xml php-mbstring \
	  composer \
	  git unzip node=nodejs npm=npm mandoc universal-ctags zsh fish \
	  dot=graphviz
LINT_NEEDS = clang$(LLVM) clang-format$(LLVM) clang-tidy$(LLVM) cppcheck \
	  shellcheck mandoc
FUZZ_NEEDS = clang$(LLVM) libclang-rt$(LLVM)-dev

WARN	= -Wall -Wextra -Wpedantic -Wshadow -Wformat=2 -Wundef -Wvla \
	  -Wcast-qual -Wpointer-arith -Wwrite-strings -Wstrict-prototypes \
	  -Wmissing-prototypes -Wold-style-definition -Wconversion \
	  -Wnull-dereference -Wimplicit-fallthrough $(if $(DEV),-Werror)
HARDEN	= -fno-common -fstack-protector-strong -fPIE \
	  $(if $(SAN),-fsanitize=address$(comma)undefined \
	  -fno-sanitize-recover=all,-D_FORTIFY_SOURCE=2)
comma	= ,
# common/svc has a folder for each subject.
SUBJECTS := $(patsubst %/,%,$(wildcard common/svc/*/))

CPPFLAGS = -D_GNU_SOURCE -DEMGEN_VERSION='"$(VERSION)"' \
	  -DEMGEN_LIBEXEC='"$(PREFIX)/libexec/emgen"' \
	  -DEMGEN_SHARE='"$(PREFIX)/share/emgen"' \
	  $(if $(FAULT),-DEMGEN_FAULT) $(if $(HAVE_LIBPQ),,-DEMGEN_NO_LIBPQ) \
	  $(if $(HAVE_LIBMARIADB),,-DEMGEN_NO_LIBMARIADB) \
	  -include common/base/banned.h \
	  -Icommon/base -Icommon/core $(SUBJECTS:%=-I%) -I$(BUILD)/gen
CFLAGS	= -O2 -g
ALL_CFLAGS = -std=c11 $(CFLAGS) $(WARN) $(HARDEN)
LDFLAGS	= -pie -Wl,-z,relro,-z,now,--as-needed
ALL_LDFLAGS = $(LDFLAGS) $(if $(SAN),-fsanitize=address$(comma)undefined)

# commands.list: a program is one row; rows of class front are in bin/emgen.
ALL_NAMES := $(shell awk '/^[a-z]/ && $$2 != "front" { print $$1 }' commands.list)
DRIVERS	:= $(shell awk '$$2 == "driver" { print $$1 }' commands.list)
REGISTRY = cmd/emgen/registry.sh
libs_of	= $(shell sed -n 's/^$(1)[ \t][ \t]*[a-z]*[ \t]*//p' commands.list)
sources_of = $(sort $(wildcard cmd/$(1).c cmd/$(1)/*.c))

# Without libpq, what keeps events does not know PostgreSQL, and says so.
HAVE_LIBPQ := $(shell pkg-config --exists libpq && echo yes)
WITHOUT_LIBPQ = $(if $(HAVE_LIBPQ),,common/svc/db/db_pgsql.c \
	  common/svc/db/pg_connect.c common/svc/db/pg_target.c common/svc/db/libpq.c)

# Nor MySQL and MariaDB without libmariadb.
HAVE_LIBMARIADB := $(shell pkg-config --exists libmariadb && echo yes)
WITHOUT_LIBMARIADB = $(if $(HAVE_LIBMARIADB),,common/svc/db/db_mysql.c \
	  common/svc/db/my_connect.c common/svc/db/my_failure.c common/svc/db/libmariadb.c)

# Nor is there Redis without hiredis, which *_redis_absent.c say.
HAVE_HIREDIS := $(shell pkg-config --exists hiredis && echo yes)
WITHOUT_HIREDIS = $(if $(HAVE_HIREDIS),$(wildcard common/svc/*/*_redis_absent.c), \
	  common/svc/db/redis.c $(wildcard common/svc/*/*_redis.c) tests/unit/svc/redis.c)
ABSENT	= $(if $(HAVE_LIBPQ),,libpq) $(if $(HAVE_LIBMARIADB),,libmariadb) \
	  $(if $(HAVE_HIREDIS),,hiredis)

# A driver without its library is left out; emgen introspect says so if asked.
LEFT_OUT := $(foreach n,$(DRIVERS),$(if $(shell pkg-config --exists \
	  $(call libs_of,$(n)) && echo yes),,$(n)))
NAMES	:= $(filter-out $(LEFT_OUT),$(ALL_NAMES))

PROGRAMS = $(BUILD)/bin/emgen $(NAMES:%=$(BUILD)/libexec/emgen-%)
ARCHIVES = $(BUILD)/svc.a $(BUILD)/core.a $(BUILD)/base.a

all: $(PROGRAMS)

# pkg-config is asked once for each library, and only when it is needed.
PKGS	:= $(sort uuid inih libpcre2-8 \
	  $(foreach n,$(NAMES),$(filter-out - $(ABSENT), \
	  $(call libs_of,$(n)))))
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

# The templates that emgen-render has built in.
$(BUILD)/gen/templates.inc: cmd/emgen-render/templates.sh \
    $(wildcard cmd/emgen-render/templates/*)
	@mkdir -p $(@D)
	$(Q)$< >$@
$(BUILD)/cmd/emgen-render/templates.o: $(BUILD)/gen/templates.inc

$(BUILD)/%.o: %.c | $(BUILD)/gen/commands.inc
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC   $<")
	$(Q)$(COMPILE) -c -o $@ $<

define archive
$(BUILD)/$(1).a: $(patsubst %.c,$(BUILD)/%.o,$(filter-out \
    $(WITHOUT_LIBPQ) $(WITHOUT_LIBMARIADB) $(WITHOUT_HIREDIS), \
    $(sort $(wildcard common/$(1)/*.c common/$(1)/*/*.c))))
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
	    $$(call PKG_LIBS,$(call libs_of,$(3)) uuid) -lm
endef
$(eval $(call program,$(BUILD)/bin/emgen,emgen,emgen))
$(foreach n,$(NAMES),$(eval \
	$(call program,$(BUILD)/libexec/emgen-$(n),emgen-$(n),$(n))))

# A unit test links its own layer and those below it, so that an upward call
# does not link.
UNITS	:= $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(filter-out \
	  $(WITHOUT_HIREDIS),$(wildcard tests/unit/*/*.c)))
below_base = $(BUILD)/base.a
below_core = $(BUILD)/core.a $(BUILD)/base.a
below_svc  = $(ARCHIVES)
define unit
$(BUILD)/unit/$(1): $(BUILD)/tests/unit/$(1).o $(below_$(patsubst %/,%,$(dir $(1))))
	@mkdir -p $$(@D)
	$(if $(V),,@echo "  LINK $$@")
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $$@ $$^ \
	    $$(call PKG_LIBS,jansson uuid inih libpcre2-8 sqlite3 \
	    $(filter-out $(ABSENT),libpq libmariadb hiredis))
endef
$(foreach u,$(UNITS),$(eval $(call unit,$(u:$(BUILD)/unit/%=%))))
# What is killed at each call of its database (tests/*-kills.t).
faulty: $(addprefix $(BUILD)/libexec/emgen-,store cache queue define \
	  history) \
	  $(BUILD)/tools/queue

# What tests ask of common/svc on a database.
TOOLS	= $(patsubst tests/tools/%.c,$(BUILD)/tools/%,$(wildcard tests/tools/*.c))
$(BUILD)/tools/%: $(BUILD)/tests/tools/%.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK $@")
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ \
	    $(call PKG_LIBS,$(call libs_of,queue) uuid)

units: $(UNITS) $(TOOLS) $(patsubst tests/%.c,$(BUILD)/%.so,$(wildcard tests/fault/*.c))

# Memory that runs out, to be preloaded (tests/2060-alloc.t).
$(BUILD)/fault/%.so: tests/fault/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(CFLAGS) -shared -fPIC -o $@ $<

# Paths are compiled in: what names them follows a change of PREFIX.
$(BUILD)/gen/prefix: FORCE
	@mkdir -p $(@D)
	@echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' >$@
$(patsubst %.c,$(BUILD)/%.o,$(shell grep -lrE 'EMGEN_(LIBEXEC|SHARE)' \
	--include='*.c' cmd common)): $(BUILD)/gen/prefix

# The two commands of a newcomer.  They install first, then build.
demo:
	$(Q).ci/packages "to build" $(BUILD_NEEDS)
	$(Q).ci/packages "for the demo" $(DEMO_NEEDS)
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) all
	$(Q)PATH="$(abspath $(BUILD)/bin):$$PATH" \
	    EMGEN_EXEC_PATH=$(abspath $(BUILD)/libexec) EMGEN_SHARE=$(CURDIR) \
	    pipelines/demo.sh tests/data/corpora/chinook/sqlite.sql \
	    $(BUILD)/demo Track 'ALTER TABLE Track ADD COLUMN Lyrics TEXT'
	@echo "make install puts emgen into $(PREFIX); README.md has a tour."

TESTS	= $(sort $(wildcard tests/*.t)) $(UNITS)
# So long may one take (tests/tools/guard.c).
TEST_SECONDS = 900
# One more than processors: tests wait for a quarter of their time.
TEST_JOBS = 3
check:
	$(Q).ci/packages "to build" $(BUILD_NEEDS)
	$(Q).ci/packages "to test" $(CHECK_NEEDS)
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) all units benches
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) FAULT=1 faulty
	$(Q)BUILD=$(abspath $(BUILD)) prove -j$(TEST_JOBS) --timer \
	    --exec '$(BUILD)/tools/guard $(TEST_SECONDS)' $(TESTS)

# Figures in seconds; the peer is Laravel, as the tests install it.
TABLES	= 100 1000 10000
$(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(BUILD)/tests/bench/copy_files.o \
    $(BUILD)/core.a $(BUILD)/base.a
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK $@")
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ \
	    $(call PKG_LIBS,jansson uuid sqlite3 libpq libmariadb)
$(BUILD)/bench/queue $(BUILD)/bench/redis: $(BUILD)/bench/%: \
    $(BUILD)/tests/bench/%.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK $@")
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ \
	    $(call PKG_LIBS,$(call libs_of,queue) uuid sqlite3 libpq \
	    libmariadb)
BENCHES	= $(addprefix $(BUILD)/bench/,floor floor_pgsql floor_mysql floor_store \
	  events queue $(if $(HAVE_HIREDIS),redis))
benches: $(BENCHES)
bench: all $(BENCHES)
	$(Q)tests/laravel/setup.sh $(BUILD)/laravel
	$(Q)LARAVEL=$(BUILD)/laravel python3 tests/bench/bench.py $(BUILD) $(TABLES)
	$(Q)BUILD=$(abspath $(BUILD)) tests/bench/server.sh pgsql $(TABLES)
	$(Q)BUILD=$(abspath $(BUILD)) tests/bench/server.sh mysql $(TABLES)
	$(Q)BUILD=$(abspath $(BUILD)) tests/bench/store.sh
	$(Q)BUILD=$(abspath $(BUILD)) tests/bench/queue.sh
	$(Q)BUILD=$(abspath $(BUILD)) LARAVEL=$(abspath $(BUILD)/laravel) \
	    tests/bench/work.sh
	$(Q)BUILD=$(abspath $(BUILD)) tests/bench/redis.sh
	$(Q)BUILD=$(abspath $(BUILD)) tests/bench/supervise.sh

# FUZZ_SECONDS for each target, with a seed of its own unless FUZZ_SEED says
# which.
FUZZ_SECONDS = 600
FUZZ_SEED = 0
fuzz:
	$(Q).ci/packages "to fuzz" $(BUILD_NEEDS) $(FUZZ_NEEDS)
	$(Q)SEED=$(FUZZ_SEED) tests/fuzz/run.sh $(FUZZ_SECONDS)

# MINUTES of one stream, then STORM_SECONDS of each storm: doc/ARCHITECTURE.md
# says how long that takes.
MINUTES	= 10
STORM_SECONDS = 300
STORM_TABLES = 1000
STORM_JOBS = 20000
STORM	= BUILD=$(abspath $(BUILD)) STORM_SECONDS=$(STORM_SECONDS) \
	  STORM_PATIENCE=600
soak: all
	$(Q)$(STORM) STORM_TABLES=$(STORM_TABLES) tests/soak.sh $(MINUTES)
	$(Q)$(STORM) STORM_JOBS=$(STORM_JOBS) tests/3170-work-storm.t
	$(Q)$(STORM) STORM_JOBS=$(STORM_JOBS) tests/3172-work-storm-servers.t

C_FILES	:= $(sort $(shell find cmd common tests -name '*.[ch]'))
SCRIPTS	:= .ci/run .ci/packages .ci/foreign .ci/valgrind $(sort $(shell find cmd pipelines \
	schemas tests -name '*.sh' -o -name '*.t'))
format:
	clang-format$(LLVM) -i $(C_FILES)

lint: lint-needs lint-format lint-scripts lint-pages lint-cppcheck lint-tidy

lint-needs:
	$(Q).ci/packages "to build" $(BUILD_NEEDS)
	$(Q).ci/packages "to lint" $(LINT_NEEDS)

lint-format:
	$(Q)echo clang-format
	$(Q)clang-format$(LLVM) --dry-run -Werror $(C_FILES)

# Off: $ and \ in single quotes (awk, jq, bash -c), variables of sourced files.
lint-scripts:
	$(Q)echo shellcheck
	$(Q)shellcheck -x -P tests -e SC1003,SC2016,SC2034,SC2094,SC2154 $(SCRIPTS)

lint-pages:
	$(Q)echo mandoc
	$(Q)mandoc -Tlint -Wwarning doc/*.[157]

lint-cppcheck:
	$(Q)echo cppcheck
	$(Q)cppcheck --quiet -j$(JOBS) --std=c11 --error-exitcode=1 --inline-suppr \
	    --enable=warning,style,performance,portability \
	    --library=posix,sqlite3,.ci/cppcheck.cfg --suppress=variableScope \
	    --suppress=readdirCalled --suppress=shadowFunction \
	    --suppress=unusedStructMember $(filter -I%,$(CPPFLAGS)) cmd common

lint-tidy: $(BUILD)/gen/commands.inc $(BUILD)/gen/templates.inc
	$(Q)echo clang-tidy
	$(Q)printf '%s\n' $(filter-out tests/%,$(filter %.c,$(C_FILES))) | \
	    xargs -P$(JOBS) -I{} \
	    clang-tidy$(LLVM) --quiet --warnings-as-errors='*' {} -- \
	    -std=c11 $(CPPFLAGS) $(PKG_CFLAGS)

# What install puts where, below DESTDIR.
bindir	= $(PREFIX)/bin
libexecdir = $(PREFIX)/libexec/emgen
sharedir = $(PREFIX)/share/emgen
mandir	= $(PREFIX)/share/man
COMPLETIONS = bash-completion/completions/emgen zsh/site-functions/_emgen \
	  fish/vendor_completions.d/emgen.fish
COMPLETION_FILES = $(COMPLETIONS:%=$(BUILD)/share/%)
LIBEXEC_FILES = $(NAMES:%=emgen-%)
MAN_PAGES = $(notdir $(wildcard doc/*.[157]))
man_path = $(mandir)/man$(patsubst .%,%,$(suffix $(1)))/$(1)

# Commands out of the registry, options out of their pages.
completions: $(COMPLETION_FILES)
$(COMPLETION_FILES): $(REGISTRY) commands.list $(wildcard doc/*.1)
	@mkdir -p $(@D)
	$(Q)$(REGISTRY) $(patsubst %-completion,%,$(firstword \
	    $(subst /, ,$(@:$(BUILD)/share/%=%)))) >$@

install: all completions
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(libexecdir)
	install $(BUILD)/bin/emgen $(DESTDIR)$(bindir)
	install $(LIBEXEC_FILES:%=$(BUILD)/libexec/%) $(DESTDIR)$(libexecdir)
	$(Q)set -e; cd $(BUILD)/share && \
	    for f in $(COMPLETIONS); do \
		install -D -m 644 $$f $(DESTDIR)$(PREFIX)/share/$$f; done
	$(Q)$(foreach m,$(MAN_PAGES),install -D -m 644 doc/$(m) \
	    $(DESTDIR)$(call man_path,$(m)) &&) :
	$(Q)set -e; for dir in schemas pipelines cmd/emgen-render/templates \
	    tests/contract; do \
		(cd $$dir && find . -type f -exec install -D -m 644 {} \
		    $(DESTDIR)$(sharedir)/$${dir##*/}/{} \;); done
	chmod +x $(DESTDIR)$(sharedir)/pipelines/*.sh

uninstall:
	rm -f $(DESTDIR)$(bindir)/emgen $(COMPLETIONS:%=$(DESTDIR)$(PREFIX)/share/%)
	rm -f $(ALL_NAMES:%=$(DESTDIR)$(libexecdir)/emgen-%)
	rm -f $(foreach m,$(MAN_PAGES),$(DESTDIR)$(call man_path,$(m)))
	rm -rf $(DESTDIR)$(sharedir)
	rmdir $(DESTDIR)$(libexecdir)

clean:
	rm -rf build build-san build-fault build-san-fault build-fuzz

.PHONY: all units benches faulty demo check bench fuzz soak format lint lint-needs \
	lint-format lint-scripts lint-pages lint-cppcheck lint-tidy completions \
	install uninstall clean FORCE
.DELETE_ON_ERROR:
.SECONDARY: $(patsubst $(BUILD)/%,$(BUILD)/tests/%.o,$(BENCHES) $(TOOLS))
-include $(shell find $(addprefix $(BUILD)/,cmd common tests) -name '*.d' -type f 2>/dev/null)
