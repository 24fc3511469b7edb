"""A report of a store becomes a night: written, indexed, told, with nothing of people's in what is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from delivering import delivered, outcomes
from loopback import Hook
from night_store import CANARIES

from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli
from aurorascope.cli.report import delivered as night_of
from aurorascope.report.delivery.places import Folder
from aurorascope.report.delivery.webhook import Webhook
from aurorascope.store.store import Store


def test_a_report_is_told_in_few_words_with_the_verdict_of_each_cluster(
    told: dict[str, Any], tmp_path: Path, hook: Hook
) -> None:
    night = night_of(told, ("html", "json"))
    assert set(night.files) == {"report.html", "report.json"}
    assert night.folder == "2026-11-19"
    assert night.verdicts == {one["cluster"]: one["verdict"] for one in told["clusters"]}
    done = delivered(Folder(tmp_path), Webhook("chat", lambda: hook.url), of=night)
    assert outcomes(done) == [("chat", "sent")]
    text = json.loads(hook.taken[0][1])["text"]
    assert len(text.splitlines()) <= 17
    assert not any(canary in text for canary in CANARIES)
    assert "\\" not in text
    assert b'href="2026-11-19/report.html"' in (tmp_path / "index.html").read_bytes()


def test_the_command_keeps_nights_and_tells_them(
    fleet: Store,
    tmp_path: Path,
    hook: Hook,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    config, out = tmp_path / "c.toml", tmp_path / "out"
    config.write_text('[delivery.channels.chat]\nkind = "webhook"\nurl = "env:CHAT_URL"\n')
    monkeypatch.setenv("CHAT_URL", hook.url)
    hook.script = [404]
    asked = [
        "--config",
        str(config),
        "report",
        "--store",
        str(fleet.path),
        "--day",
        "2026-11-19",
        "--compare",
        "0",
    ]
    told = [*asked, "--format", "md", "--out", str(out), "--deliver", "chat"]
    assert run_to_exit_code(cli, told) == Ending.PARTIAL
    assert "chat: the webhook answered 404" in capfd.readouterr().err
    assert (out / "2026-11-19" / "report.md").exists()
    assert (out / "index.html").exists()
    assert run_to_exit_code(cli, [*asked, "--deliver", "chta", "--out", str(out)]) == Ending.USAGE
