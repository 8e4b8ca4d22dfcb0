"""What the machine has noted, said in the reader's language.

Polls, held changes, claims and deliveries keep why they ended as they did as an English sentence, as a log does. Here
is each of these sentences as a template, so that pages and mails can say it otherwise. A sentence that fits none, such
as the words of a mail server, is shown as it is. tests/test_noted.py finds the sentences that are missing here.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain, zip_longest

from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_noop as _

from filings.models import ClaimStatus, Status

_OF_THE_GATE = (
    _("%(address)s is not a web address"),
    _("%(address)s is not an http or https address"),
    _("%(address)s is not a public address"),
    _("%(host)s, which is %(address)s, is not a public address"),
    _("%(host)s is not a host name"),
    _("the address on %(host)s holds a user name"),
    _("the host name is too long"),
    _("port %(port)s of %(host)s is not one of the web's"),
    _("the redirect to %(address)s is not a web address"),
    _("the name %(host)s could not be looked up"),
    _("the name %(host)s could not be looked up within %(seconds)s s"),
    _("no connection to %(host)s (%(fault)s)"),
    _("no connection to %(host)s within %(seconds)s s"),
    _("no secure connection to %(host)s in time"),
    _("no secure connection to %(host)s: %(fault)s"),
    _("no complete answer from %(host)s within %(seconds)s s"),
    _("%(host)s did not answer within %(seconds)s s"),
    _("%(host)s closed the connection without a proper answer"),
    _("the request to %(host)s could not be made: %(fault)s"),
    _("%(host)s packed its answer as %(encoding)s, which we did not ask for"),
    _("%(host)s fell silent in the middle of its answer"),
    _("the answer of %(host)s broke off"),
    _("the answer of %(host)s could not be unpacked"),
    _("the answer of %(host)s is larger than %(size)s MB"),
    _("HTTP %(status)s (%(phrase)s) from %(host)s"),
    _("HTTP %(status)s (%(phrase)s) from %(host)s, which asks us to wait %(seconds)s s"),
    _("another process is busy with %(host)s"),
    _("%(host)s is left alone until %(moment)s: %(reason)s"),
    _("more than %(n)s redirects, the last to %(address)s"),
    _("robots.txt of %(host)s asks us not to fetch %(path)s"),
    _("no answer within %(seconds)s s"),
    _("unknown fault"),
    _("no address"),
)

_OF_READERS = (
    _("a protection page stands where the article should be"),
    _("a protection page stands where the Excel file should be"),
    _("a protection page stands where the feed should be"),
    _("a protection page stands where the list of notices should be"),
    _("a protection page stands where the page should be"),
    _("a protection page stands where the PDF should be"),
    _("a protection page stands where the Word file should be"),
    _("a paywall stands where the article should be"),
    _("the filing system wants a login for its list of notices"),
    _("expected a feed"),
    _("expected a feed, found %(found)s"),
    _("expected a feed in RSS or Atom, found XML of another kind"),
    _("expected a feed of at most %(limit)s bytes, found %(found)s"),
    _("the feed breaks off before its end"),
    _("the feed declares entities of its own, which are not resolved"),
    _("expected an article, found a page without a text"),
    _("expected an article of at most %(limit)s bytes, found %(found)s"),
    _("expected an article of at most %(limit)s characters, found %(found)s"),
    _("expected an article's page, found %(found)s"),
    _("expected an article's page, found nothing that can be read as one"),
    _("the page declares the charset %(charset)s, which is unknown"),
    _("expected text in %(charset)s, found bytes that are none"),
    _("expected a page in UTF-8 or a GB encoding, found the charset %(charset)s"),
    _("expected an HTML page, found %(found)s"),
    _("expected one %(place)s, found %(found)s"),
    _("expected a title in h1.title, found nothing"),
    _("expected a time like %(example)s, found %(found)s"),
    _("expected a time like %(example)s in span#pubtime, found %(found)s"),
    _("expected a day like 2026-01-09, found %(found)s"),
    _('expected a "list" of notices, found %(found)s'),
    _("expected notices in div#loadingInfoPage, found none"),
    _('expected a number in "totalRec", found %(found)s'),
    _("expected a notice with %(fields)s, found %(found)s"),
    _("expected a title and an address, found %(title)s at %(address)s"),
    _("expected a list of notices in JSON, found %(found)s that cannot be read as such"),
    _("expected a JSON object, found %(found)s"),
    _('expected a list in "datas", found %(found)s'),
    _("expected errno 0, found %(found)s: %(text)s"),
    _("expected a Word file, found %(found)s"),
    _("expected a Word file, found an archive that inflates to more than %(limit)s bytes"),
    _("expected a Word file, found an archive packed in a way that Word does not use"),
    _("expected a whole Word file, found a damaged one: %(fault)s"),
    _("expected %(part)s in the file, found no such part"),
    _("expected XML in %(part)s, found: %(fault)s"),
    _("%(part)s declares a DTD, which no Word file does"),
    _("expected a list, found a %(part)s that is too large to be one"),
    _("expected an Excel file, found %(found)s"),
    _("expected an Excel list, found an archive that inflates to more than %(limit)s bytes"),
    _("expected a whole Excel file, found a damaged one: %(fault)s"),
    _("%(part)s is not what it should be"),
    _("expected a list, found a cell %(cell)s in %(part)s"),
    _("expected one sheet, found %(n)s that hold something"),
    _("the hidden sheet %(name)s was left aside"),
    _("expected a title and a day like 2024-04-03, found %(title)s and %(day)s"),
    _("expected a PDF, found %(found)s"),
    _("expected a readable PDF, found an encrypted one"),
    _("expected a whole PDF, found a damaged one: %(fault)s"),
    _("it breaks off"),
    _("its table of contents is broken"),
    _("some of its pages are missing"),
    _("page %(page)s has no content"),
    _("expected a list, found a PDF of more than %(n)s pages"),
    _("expected a list, found a PDF that inflates to more than %(limit)s bytes"),
    _("expected a list, found more than %(limit)s bytes on page %(page)s"),
    _("expected text, found a PDF without any"),
    _("expected text, found only a picture on page %(page)s"),
    _("expected upright text, found page %(page)s rotated"),
    _("expected all numbers in tables, found on page %(page)s: %(line)s"),
    _("expected a table, found none"),
    _("expected a table with known headings, found none"),
    _("expected a page with a list, found one of more than %(n)s tags"),
    _("expected known headings, found %(found)s"),
    _("expected known headings on page %(page)s, found %(found)s"),
    _("expected one row of headings, found two"),
    _("expected one row of headings on page %(page)s, found two"),
    _("expected one row of headings in table %(table)s, found two"),
    _("expected the headings %(headings)s in table %(table)s, found %(found)s"),
    _("no rows"),
    _("expected a list, found more than %(n)s rows"),
    _("expected one count for %(series)s, found %(one)s and %(other)s"),
    _("expected counts as of one day, found %(days)s"),
    # What stands in place of what was expected.
    _("nothing"),
    _("a web page"),
    _("bytes of no known type"),
)

_OF_ROWS = (
    _("empty row"),
    _("header repeated"),
    _("merged cells"),
    _("repeats row %(row)s"),
    _("%(found)s cells instead of %(expected)s"),
    _("a filing number stands under %(heading)s"),
    _("a company stands under %(heading)s"),
    _("nothing stands under %(heading)s"),
    _("no filing number stands under %(heading)s: %(found)s"),
    _("no date stands under %(heading)s: %(found)s"),
    _("unknown %(heading)s: %(found)s"),
    _("%(one)s and %(other)s look swapped"),
    _("name and entity stood in each other's column"),
)

_OF_POLLS = (
    _("not modified, says the server"),
    _("the process that ran this died before its end; it is tried again"),
    _("interrupted: %(fault)s"),
    _("unexpected %(fault)s: %(text)s"),
    _("the bytes %(sha256)s are not in the archive"),
    _("the bytes stored as %(sha256)s have another hash"),
    _("the same bytes that a person dropped"),
    _("%(n)s new notices of ours"),
    _("%(n)s new lists"),
    _("some"),
    _("the list is empty, though it announces %(n)s notices"),
    _("expected a notice of the series %(series)s, found %(found)s"),
    _("expected a link to a list of the series %(series)s, found %(found)s"),
    _("no attachment"),
    _("%(n)s of %(all)s items concern us, %(new)s of them are new"),
    _("%(n)s claims"),
    _("says nothing of a status"),
    _("%(why)s; only what the feed says was read, and an editor can add the text"),
    _("a web page came instead of the file: this address no longer leads to it"),
    _("a protection page came instead of the file"),
    _("a protection page came instead of the list"),
    _("an empty answer came instead of the file"),
    _("other bytes, the same rows"),
    _("its file holds no rows of this series"),
    _("%(n)s of %(all)s rows repeat an earlier one; one of each was kept"),
    _("%(n)s rows are missing; a person is asked when the next good poll misses them too"),
    _("%(document)s was recorded by another process meanwhile"),
    _("%(unknown)s of its numbers stand in no list that was read"),
    _("expected totals of filed and registered services, found none"),
)

_OF_DOUBTS = (
    _("the file is headed %(found)s, but the link to it says %(expected)s"),
    _("only %(n)s rows, where %(before)s were accepted before"),
    _("only %(n)s rows; a file of this series has at least %(least)s"),
    _("%(n)s of %(all)s rows were not understood; row %(row)s: %(reason)s"),
    _("only %(n)s notices listed, where %(before)s were before"),
    _("%(n)s numbers, where the title says %(stated)s"),
    _("the notice names no number"),
    _("%(n)s published rows changed at once; more than %(limit)s need a look"),
    _("%(n)s rows were added to a list that was already published"),
    _("%(n)s cancellation marks were taken back"),
    _("%(n)s numbers cancelled at once; more than %(limit)s need a look"),
    _("a new list of %(n)s rows; the longest before it has %(longest)s"),
    _("the new list does not add up: %(n)s of %(all)s rows were not understood"),
    _("the new list does not add up: its numbering reaches %(last)s, but %(n)s rows were read"),
    _("the new list does not add up: its numbering runs from %(first)s to %(last)s, but %(n)s rows were read"),
    _("the new list does not add up: its numbering reaches %(last)s, but the notice of that day says %(total)s"),
    _("%(n)s rows that were published are no longer in the list, in two good polls"),
    _("rows are missing from a list that was accepted"),
    _("%(before)s became %(after)s, which reads the same bytes otherwise"),
    _("read again by %(reader)s, which reads the same bytes otherwise"),
    _("left over from #%(number)s: %(reason)s"),
    _("%(title)s (%(day)s) looks like a register, but no reader fits it"),
    _("%(label)s hangs on the page %(page)s, but is none of its lists"),
    _("%(product)s: reported as %(one)s, and as %(other)s at nearly the same time"),
    _("%(product)s: reported as %(one)s, but a list has it"),
)

_OF_CLAIMS = (
    _("It tells of what was so before."),
    _("The same sentence was rejected elsewhere."),
    _("The same sentence was accepted elsewhere."),
    _("No product of %(actor)s is known as %(product)s."),
    _("Which product of %(actor)s is meant?"),
    _("Nobody is known as %(actor)s."),
    _("A list had it already: %(number)s."),
    _("On a primary page: %(outlets)s."),
    _("Independent outlets say so: %(outlets)s."),
    _("It says what the timeline has."),
    _("It says what the timeline has, and its outlet is not on our list."),
    _("%(outlet)s is not on our list, so its word changes nothing by itself."),
    _("Only one independent outlet says so within 72 hours: %(status)s."),
    _("The article no longer says so."),
    _("Accepted by a person."),
    _("Rejected by a person."),
    _("A decision was taken back."),
)

_OF_LIKENESS = (
    _("the same name: %(name)s"),
    _("one name holds the other: %(one)s, %(other)s"),
    _("alike in letters: %(one)s, %(other)s"),
    _("the entity belongs to the group of the product"),
    _("filings: %(n)s"),
    _("the number %(number)s bears the entity key of %(name)s"),
    _("the catalogue says that the lists mean the same by both names"),
)

_OF_REFUSALS = (
    _("choose at least one line"),
    _("a notice is released as a whole"),
    _("a day needs its precision, and a precision its day"),
    _("an entry needs its statement and a reason"),
    _("an entry needs the address of its evidence"),
    _("only a list or a notice can say that something is %(status)s"),
    _("only an order to stop can rest on the word of an authority"),
    _("%(subject)s is joined to %(other)s; enter it there"),
    _("it can't be joined to itself"),
    _("%(subject)s is joined to %(other)s already; take that back first"),
    _("%(subject)s is itself joined to %(other)s; join it to that one"),
    _("%(subject)s is joined to %(other)s; take that back first"),
    _("%(subject)s is itself joined to %(other)s"),
    _("this needs a reason"),
    _("choose some of its filings, and not all"),
    _("choose some of its names, and not all"),
    _("the new one needs a name"),
    _("there is a product %(name)s already; give the filings to that one"),
    _("where %(filing)s belongs was decided already; take that back first"),
    _("it stands there already"),
    _("it is there already"),
    _("%(filing)s does not stand with %(product)s any more"),
    _("this was taken back already"),
    _("it was taken back already"),
    _("decision #%(number)s came later and touches the same; take that back first"),
    _("%(organization)s has another product %(product)s by now; join the two first"),
    _("since then the lists have brought the name %(name)s, which may be of either; separate them"),
    _("somebody has put it into another group since"),
    _("somebody has decided this already"),
    _("somebody has just decided about this sentence"),
    _("another process decided about this claim meanwhile"),
    _("it is decided already: take that back first"),
    _("which product is meant? %(actor)s: %(product)s"),
    _("the row has changed since you looked at it; look again"),
    _("its last day is over already"),
    _("the list has not been read yet, so nobody knows what stands there"),
    _("a correction needs a reason"),
    _("this can't be empty"),
    _("a day is written like 2026-07-08"),
    _("that is no difference; width, blanks and the order of products do not count"),
    _("this is corrected already; take that back first"),
    _("taking a correction back needs a reason"),
    _("it is not in force any more"),
    _("keeping it needs a reason"),
    _("it is not waiting for a decision any more"),
    _("an import needs a reason"),
    _("products of the catalogue belong to a group"),
    _("%(row)s: %(field)s can't be %(value)s here; nothing was imported"),
    _("the address %(slug)s belongs to a product of somebody else's"),
)

_OF_THE_CATALOGUE = (
    _("line %(line)s, column %(column)s: %(message)s"),
    _("there is nothing in it"),
    _("this is not YAML"),
    _("these bytes are not UTF-8"),
    _("this is nested too deeply"),
    _("the character %(character)s is not allowed"),
    _("%(key)s is empty: leave it out, or name one"),
    _("%(slug)s is no slug: up to %(n)s of a-z, 0-9 and single hyphens between them"),
    _("%(source)s is neither an address nor %(list)s"),
    _("%(key)s stands here twice"),
    _("%(key)s is unknown here: it must be one of %(keys)s"),
    _("%(keys)s is missing here"),
    _("a text needs a word in it, and no blanks but single spaces between words"),
    _("%(kind)s is expected here, not %(found)s"),
    _("%(kind)s is expected here: %(found)s is read as %(type)s, quote it"),
    _("a mapping"),
    _("a list"),
    _("a text"),
    _("the slug %(slug)s is taken"),
    _("there is no group %(slug)s"),
    _("%(name)s already belongs to %(owner)s"),
)

_OF_MESSAGES = (
    _("not an e-mail address"),
    _("not an e-mail address that we can write to"),
    _("chat is not set up here"),
    _("only these services: %(services)s"),
    _("the address is not complete"),
    _("the chat service did not take it"),
    _("the endpoint did not take the one before"),
    _("the subscription was stopped or paused first"),
    _("nothing is sent to this address any more"),
    _("taken back before it was sent"),
    _("the sender died while this was on its way; it may have arrived"),
    _("the mail server can't be reached"),
    _("more than %(n)s messages within an hour"),
    _("the receiver complained"),
    _("by a complaint"),
    _("bounced: %(answer)s"),
    _("taken"),
    _("HTTP %(status)s"),
    _("HTTP 410: the endpoint wants no more"),
)

SENTENCES = (
    *_OF_THE_GATE,
    *_OF_READERS,
    *_OF_ROWS,
    *_OF_POLLS,
    *_OF_DOUBTS,
    *_OF_CLAIMS,
    *_OF_LIKENESS,
    *_OF_REFUSALS,
    *_OF_THE_CATALOGUE,
    *_OF_MESSAGES,
)

# Longer ones quote somebody at length; to look for our words in them would take long.
LONGEST = 3000

_PLACE = re.compile(r"%\((\w+)\)s")
_Template = tuple[re.Pattern[str], str]


@lru_cache(maxsize=4096)
def _said(text: str, _language: str) -> str | None:
    """A sentence in the active language, or None where it is none of ours."""
    constant, templates = _known()
    if text in constant:
        return gettext(text)
    for pattern, template in templates:
        if found := pattern.fullmatch(text):
            return gettext(template) % {name: noted(value) for name, value in found.groupdict().items()}
    return None


@cache
def _known() -> tuple[frozenset[str], list[_Template]]:
    """What is said with the same words always, and the rest: what has most words of its own first."""
    with override("en"):
        labels = [str(word.label) for words in (Status, ClaimStatus) for word in words]
    templates = [sentence for sentence in SENTENCES if _PLACE.search(sentence)]
    templates.sort(key=lambda template: len(_PLACE.sub("", template)), reverse=True)
    constant = frozenset([*SENTENCES, *labels]).difference(templates)
    return constant, [(_pattern(template), template) for template in templates]


def _pattern(template: str) -> re.Pattern[str]:
    pieces = _PLACE.split(template)
    words, names = map(re.escape, pieces[::2]), (f"(?P<{name}>.+?)" for name in pieces[1::2])
    return re.compile("".join(chain.from_iterable(zip_longest(words, names, fillvalue=""))), re.DOTALL)


def known(text: str) -> str | None:
    """The sentence in the reader's language; None where nobody has said it in another language than English."""
    language = get_language() or "en"
    if language.startswith("en"):
        return text
    if len(text) > LONGEST:
        return None
    # Several reasons, one after the other; or one with a semicolon in it.
    parts = [_said(part, language) for part in text.split("; ")]
    return _said(text, language) if None in parts else gettext("; ").join(map(str, parts))


def noted(text: str) -> str:
    """The sentence in the reader's language, or as it was noted."""
    said = known(text)
    return text if said is None else said
