"""The notation in which the data files write phrases, and what it is compiled to.

    submitted ~ to .. {authority}   `~` is anything within the clause, `..` at most a few words, `{…}` a listed word
    (win|won) ~ approval            one of several
    (has |)approved                 or nothing
    licen* to operate               `*` is any ending of a word

A blank stands for blanks and hyphens; in a plain phrase, which has no other notation, for itself.
English words match as whole words only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from filings.claims.fold import fold

TOKEN = re.compile(r"[(|)*]| ?(?:~|\.\.) ?|\{[a-z_]+\}| +|(?:(?!\.\.)[^(|)~*{} ])+")
FEW = 0.4  # of a gap
NOTATION = re.compile(r"[(|)~{}]|\.\.|\*.")
WORD = "[a-z0-9]"
BEGIN, END = rf"(?:(?<!{WORD})|(?!{WORD}))", rf"(?:(?!{WORD})|(?<!{WORD}))"
BLANK = r"[\s-]{1,3}"
# A gap ends with its clause; a dot inside a word or a number is no end.
CLAUSE = (
    r"(?:but|while|which|where|who|as|after|because|although|though|so"
    r"|and\s(?:\S+\s){1,3}(?:is|are|was|were|has|have|had|will)\b)"
)
GAP = rf"(?:(?!,\s{CLAUSE})(?:[^.;。；!！?？，]|\.(?=[a-z0-9])))"

Words = Mapping[str, Sequence[str]]
Literals = frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase. Where it matches, one of its `anchors` occurs, and one literal of each of `musts`.

    A plain one, without notation, is its own only anchor and has no pattern; `open_ended`: any ending may follow.
    """

    source: str
    anchors: Literals
    musts: tuple[Literals, ...] = ()
    pattern: re.Pattern[str] | None = None
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a phrase: its regular expression, and sets of literals of each of which one must occur."""

    pattern: str
    musts: tuple[Literals, ...] = ()


def compile_phrase(source: str, words: Words, gap: int, plain: bool = True) -> Phrase:
    """The phrase in the notation above, with gaps of at most `gap` characters; ValueError where it is not well formed.

    Unless `plain`, even one without notation gets a pattern.
    """
    if plain and not NOTATION.search(source):
        return Phrase(source, frozenset({fold(source.rstrip("*"))}), open_ended=source.endswith("*"))
    part = _compile_part(source, words, gap)
    if not part.musts:
        raise ValueError(f"{source!r} holds no word that must occur")
    anchors = max(part.musts, key=_rarity)
    others = tuple(must for must in part.musts if must is not anchors and _rarity(must) > 1)
    # The general edges cost time, and a phrase of ASCII alone begins and ends with a letter.
    begin, end = (rf"(?<!{WORD})", rf"(?!{WORD})") if _is_latin(part) else (BEGIN, END)
    return Phrase(source, anchors, others, re.compile(f"{begin}{part.pattern}{end}"))


def _is_latin(part: _Part) -> bool:
    return all(literal.isascii() for must in part.musts for literal in must)


def _rarity(must: Literals) -> int:
    """The shorter a literal is, the more often it occurs."""
    return min(map(len, must))


def _compile_part(source: str, words: Words, gap: int) -> _Part:
    tokens = [match[0] for match in TOKEN.finditer(source)]
    if "".join(tokens) != source:
        raise ValueError(f"{source!r} is not in the notation of phrases")
    tokens.reverse()
    part = _alternatives(tokens, words, gap)
    if tokens:
        raise ValueError(f"{source!r} has a bracket that does not fit")
    return part


def _alternatives(tokens: list[str], words: Words, gap: int) -> _Part:
    """The branches up to a closing bracket or the end; takes what it reads off the end of `tokens`."""
    branches = [_sequence(tokens, words, gap)]
    while tokens and tokens[-1] == "|":
        tokens.pop()
        branches.append(_sequence(tokens, words, gap))
    return _either(branches)


def _either(branches: Sequence[_Part]) -> _Part:
    if len(branches) == 1:
        return branches[0]
    pattern = "(?:" + "|".join(branch.pattern for branch in branches) + ")"
    if not all(branch.musts for branch in branches):
        return _Part(pattern)
    rarest = (max(branch.musts, key=_rarity) for branch in branches)
    return _Part(pattern, (frozenset[str]().union(*rarest),))


def _sequence(tokens: list[str], words: Words, gap: int) -> _Part:
    pattern, musts = "", list[Literals]()
    while tokens and tokens[-1] not in "|)":
        part = _piece(tokens, words, gap)
        pattern += part.pattern
        musts += part.musts
    return _Part(pattern, tuple(musts))


def _piece(tokens: list[str], words: Words, gap: int) -> _Part:
    token = tokens.pop()
    if token == "(":
        part = _alternatives(tokens, words, gap)
        if not tokens or tokens.pop() != ")":
            raise ValueError("a bracket is not closed")
        return _Part(f"(?:{part.pattern})", part.musts)
    if token == "*":
        return _Part(f"{WORD}*")
    if token.strip() in {"~", ".."}:
        inner = f"{GAP}{{0,{gap if '~' in token else int(gap * FEW)}}}?"
        return _Part(f"(?!{WORD}){inner}(?<!{WORD})" if " " in token else inner)
    if token.startswith("{"):
        return _listed(token[1:-1], words)
    if token.isspace():
        return _Part(BLANK)
    literal = fold(token)
    return _Part(re.escape(literal), (frozenset({literal}),))


def _listed(name: str, words: Words) -> _Part:
    if name not in words:
        raise ValueError(f"there is no list of words called {name!r}")
    return _either([_compile_part(word, {}, 0) for word in words[name]])
