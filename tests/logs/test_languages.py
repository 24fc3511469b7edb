# ruff: noqa: RUF001 - the words of other alphabets
"""A server that speaks another language: its severities are ours, in every format that writes them."""

from __future__ import annotations

import pytest

from aurorascope.logs.detect import detect
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.logs.languages import TRANSLATED, WORDS
from aurorascope.logs.parsers import parser_of
from aurorascope.logs.prefix import SEVERITIES
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece

KINDS = load_kinds([builtin_folder("postgresql")])
PREFIX = "%m [%p] %q%u@%d "


def test_no_word_means_two_severities() -> None:
    words = [word for others in WORDS.values() for word in others]
    assert len(words) == len(set(words))
    assert set(WORDS) <= set(SEVERITIES)
    assert not set(words) & set(SEVERITIES)


def entries(text: str, spec: FormatSpec) -> list[dict[str, object]]:
    parsed = parser_of(spec, KINDS, redacted=False).parse(
        Block(text.encode(), (Piece(0, "log", 0),), closing=True)
    )
    return parsed.tables["entries"].sort("offset").to_dicts()


# As servers with these values of lc_messages wrote them, colons and blanks too.
WRITTEN = {
    "de": ("FEHLER:  ", "DETAIL:  ", "TIPP:  ", "ANWEISUNG:  "),
    "fr": ("ERREUR:  ", "DÉTAIL:  ", "ASTUCE :  ", "INSTRUCTION :  "),
    "es": ("ERROR:  ", "DETALLE:  ", "HINT:  ", "SENTENCIA:  "),
    "it": ("ERRORE:  ", "DETTAGLI:  ", "SUGGERIMENTO:  ", "ISTRUZIONE:  "),
    "ru": ("ОШИБКА:  ", "ПОДРОБНОСТИ:  ", "ПОДСКАЗКА:  ", "ОПЕРАТОР:  "),
    "uk": ("ПОМИЛКА:  ", "ВІДОМОСТІ:  ", "УКАЗІВКА:  ", "ІНСТРУКЦІЯ:  "),
    "sv": ("FEL:  ", "DETALJ:  ", "TIPS:  ", "SATS:  "),
    "ja": ("ERROR:  ", "詳細:  ", "ヒント:  ", "文:  "),
    "ko": ("오류:  ", "상세정보:  ", "힌트:  ", "명령 구문:  "),
    "zh_CN": ("错误:  ", "详细信息:  ", "提示:  ", "语句:  "),
    "zh_TW": ("錯誤:  ", "詳情:  ", "提示:  ", "陳述式:  "),
    "pl": ("BŁĄD:  ", "SZCZEGÓŁY:  ", "PODPOWIEDŹ:  ", "WYRAŻENIE:  "),
    "pt_BR": ("ERRO:  ", "DETALHE:  ", "DICA:  ", "COMANDO:  "),
    "tr": ("HATA:  ", "AYRINTI:  ", "İPUCU:  ", "İFADE:  "),
    "cs": ("CHYBA:  ", "DETAIL:  ", "DOPORUČENÍ:  ", "PŘÍKAZ:  "),
    "ka": ("შეცდომა:  ", "დეტალები:  ", "მინიშნება:  ", "ოპერატორი:  "),
}


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("prefix", [PREFIX, "%t:%r:%u@%d:[%p]:"])
def test_an_error_has_its_parts_in_every_language(language: str, prefix: str) -> None:
    heads = {
        PREFIX: "2026-11-19 03:14:15.123 CET [77] app@shop ",
        "%t:%r:%u@%d:[%p]:": "2026-11-19 03:14:15 CET:10.0.0.1(555):app@shop:[77]:",
    }
    said = ("x", "d", "h", "select 1")
    text = "".join(
        f"{heads[prefix]}{word}{what}\n" for word, what in zip(WRITTEN[language], said, strict=True)
    )
    assert detect(text.encode()).prefix is not None
    (entry,) = entries(text, FormatSpec("stderr", prefix))
    assert entry["severity"] == "ERROR"
    assert [entry[name] for name in ("message", "detail", "hint", "statement")] == list(said)
    assert (entry["user_name"], entry["database_name"], entry["pid"]) == ("app", "shop", 77)


@pytest.mark.parametrize("word", TRANSLATED)
def test_a_severity_of_csvlog_is_ours(word: str) -> None:
    record = (
        f'2026-11-19 03:14:15.123 UTC,"app","shop",7,"10.0.0.1:555",6b004ee5.7,3,"SELECT",'
        f'2026-11-19 03:14:00 UTC,3/4,0,{word},57014,"m",,,,,,,,,"a","client backend",,0\n'
    )
    if TRANSLATED[word] in {"LOG", "ERROR", "FATAL", "PANIC", "WARNING", "NOTICE", "INFO", "DEBUG"}:
        (entry,) = entries(record, FormatSpec("csvlog", ""))
        assert (entry["severity"], entry["sqlstate"]) == (TRANSLATED[word], "57014")


@pytest.mark.parametrize(
    ("state", "severity", "kind"),
    [
        ("23505", "FEHLER", "unique_violation"), ("42P01", "ОШИБКА", "undefined_table"),
        ("57014", "ERREUR", None), ("23505", "WARNUNG", None), ("00000", "LOG", None),
        ("99999", "ERRORE", None),
    ],
)  # fmt: skip
def test_an_error_in_another_language_has_the_kind_of_its_sqlstate(
    state: str, severity: str, kind: str | None
) -> None:
    text = f"2026-11-19 03:14:15.123 CET [77] {state} {severity}:  Relation »x« fehlt\n"
    (entry,) = entries(text, FormatSpec("stderr", "%m [%p] %e "))
    assert (entry["kind"], entry["sqlstate"]) == (kind, None if state == "00000" else state)
