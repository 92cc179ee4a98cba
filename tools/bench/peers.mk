# What a user of pandoc would run: one command for each file and format. In a folder of handouts, one folder each:
#   make -j2 -f peers.mk ENGINE=weasyprint
#   make -j2 -f peers.mk ENGINE=typst TYPST=/path/to/typst
# The web page holds its pictures, as ours does. typst wants the first heading to be of level 1 (the title is
# none), and pictures below its root: pandoc puts them into a temporary folder.

ARTICLES := $(wildcard */article.md)
PDF_weasyprint = --pdf-engine=weasyprint --pdf-engine-opt=--pdf-variant=pdf/ua-1
PDF_typst = --pdf-engine=$(TYPST) --pdf-engine-opt=--root=/ --pdf-engine-opt=--pdf-standard=ua-1 \
	--shift-heading-level-by=-1

all: $(foreach kind,html epub txt pdf,$(ARTICLES:.md=.$(kind)))
rst: $(ARTICLES:.md=.rst)

%.html: %.md
	@cd $(@D) && pandoc --standalone --embed-resources --output=$(@F) $(<F)

%.epub: %.md
	@cd $(@D) && pandoc --output=$(@F) $(<F)

%.txt: %.md
	@cd $(@D) && pandoc --standalone --to=plain --output=$(@F) $(<F)

%.pdf: %.md
	@cd $(@D) && pandoc $(PDF_$(ENGINE)) --output=$(@F) $(<F)

%.rst: %.md
	@cd $(@D) && pandoc --standalone --output=$(@F) $(<F)
