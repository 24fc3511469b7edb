"""What may be told of a log holds no value of anybody."""

from __future__ import annotations

from aurorascope.logs.tellable import UNKNOWN_WORDING, tellable_message, tellable_running


def test_a_message_of_known_wording_loses_its_values() -> None:
    said = tellable_message('invalid input syntax for type integer: "secret"', "invalid_text_representation")
    assert said == 'invalid input syntax for type integer: "?"'


def test_a_message_of_unknown_wording_is_withheld() -> None:
    for kind in (None, "", "error"):
        assert tellable_message("order of secret cannot be shipped", kind) == UNKNOWN_WORDING


def test_the_statement_that_a_server_was_running_becomes_its_family() -> None:
    for words in ("Failed process was running: ", "crash of a-1 while running "):
        said = tellable_running(words + "select $$secret$$, 'secret'\nfrom t where id = 7")
        assert said == words + "SELECT ?, ? FROM t WHERE id = ?"
    assert tellable_running("nothing of that sort") == "nothing of that sort"
