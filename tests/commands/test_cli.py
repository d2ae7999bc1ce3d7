"""The command line: exit codes, choice of paths, and no traceback for anybody."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context, Option
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.children import Child
from topicsite.cli import main
from topicsite.findings.rules import RULES
from topicsite.model.entries import Resource, Topic

CATALOGS = Path(__file__).parents[1] / "catalogs"
COMMAND = [sys.executable, "-c", "from topicsite.cli import main; main()"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one right and one wrong entry."""
    shutil.copytree(CATALOGS / "valid/smallest", tmp_path, dirs_exist_ok=True)
    wrong = (tmp_path / "resources/t/entry.yml").read_text().replace("kind: online", "kind: onlin")
    wrong = wrong.replace("example.org/good", "example.org/wrong")
    (tmp_path / "resources/t/wrong.yml").write_text(wrong)
    return tmp_path


def check(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--root", str(project), *arguments])


def test_findings_end_with_1_and_a_wrong_call_with_2(project: Path) -> None:
    assert check(project).exit_code == 1
    (project / "resources/t/wrong.yml").unlink()
    assert check(project).exit_code == 0
    assert check(project, "--format", "xml").exit_code == 2
    assert check(project, "no/such/file.yml").exit_code == 2


def test_paths_choose_what_is_reported_but_not_what_is_read(project: Path) -> None:
    assert check(project, str(project / "resources/t/entry.yml")).exit_code == 0
    assert check(project, str(project / "resources/t/wrong.yml")).exit_code == 1
    assert check(project, str(project / "resources/t")).exit_code == 1
    assert check(project, str(project)).exit_code == 1
    entry = project / "resources/t/entry.yml"
    entry.write_text(entry.read_text() + "prerequisites: [nobody]\n")
    result = check(project, str(entry))
    assert "unknown-id" in result.stdout
    assert "wrong.yml" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no/such/file.yml"], "there is no file or folder `no/such/file.yml`"),
        (["--resources", "entries"], "there is no folder `entries`"),
        ([str(CATALOGS)], "lies outside the project"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(project: Path, arguments: list[str], words: str) -> None:
    result = check(project, *arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def test_warnings_fail_only_when_asked_to() -> None:
    similar = CATALOGS / "invalid/phrases-nearly-alike"
    assert check(similar).exit_code == 0
    assert check(similar, "--strict").exit_code == 1


def test_each_format_has_its_own_form(project: Path) -> None:
    assert ": error[unknown-value] " in check(project).stdout
    assert "^^^" in check(project, "--format", "full").stdout
    assert json.loads(check(project, "--format", "json").stdout)[0]["rule"] == "unknown-value"
    assert check(project, "--format", "github").stdout.startswith("::error file=resources/t/wrong")


def test_json_of_nothing_is_an_empty_list() -> None:
    result = check(CATALOGS / "valid/smallest", "--format", "json")
    assert json.loads(result.stdout) == []


def test_the_report_goes_to_the_output_and_the_count_to_the_side(project: Path) -> None:
    result = check(project)
    assert result.stdout.count("\n") == 1
    assert result.stderr == "1 error in 1 file\n"


def test_every_command_and_option_explains_itself() -> None:
    context = Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert command.help
        for parameter in command.get_params(Context(command)):
            if isinstance(parameter, Option):
                assert parameter.help, parameter.name


def test_rules_can_be_looked_up() -> None:
    runner = CliRunner()
    listed = runner.invoke(main, ["rules"]).stdout
    assert all(code in listed for code in RULES)
    explained = runner.invoke(main, ["rules", "cut-short"]).stdout
    assert RULES["cut-short"].mend in explained
    unknown = runner.invoke(main, ["rules", "cut-shrt"])
    assert unknown.exit_code == 2
    assert "did you mean `cut-short`?" in unknown.stderr


def test_a_reader_who_leaves_early_sees_no_traceback(project: Path) -> None:
    for number in range(300):
        shutil.copy(project / "resources/t/wrong.yml", project / f"resources/t/wrong-{number}.yml")
    errors = project / "errors"
    command = [*COMMAND, "check", "--root", str(project), "--format", "full"]
    with (
        errors.open("wb") as trouble,
        Child(command, stdout=subprocess.PIPE, stderr=trouble) as process,
    ):
        assert process.stdout is not None
        assert process.stdout.readline()
        process.stdout.close()
        process.wait()
    assert "Traceback" not in errors.read_text()


SCALARS = st.one_of(
    st.sampled_from(
        ["", "no", "12:47", "~", "2017-03-15", "[a, b]", "{a: b}", "&a x", "*a", "!!int 3", "| x",
         ">\n  words of a summary that is long enough to be one", "'x", '"\\u202e"', "- x", "# x",
         "https://example.org/a", "http://[", "javascript:alert(1)", "1" * 5000, "[" * 300]
    ),
    st.text(st.characters(codec="utf-8"), max_size=30),
)  # fmt: skip
FIELDS = st.one_of(
    st.sampled_from([*Resource.model_fields, *Topic.model_fields, "<<", "lenght", "? x", "- "]),
    st.text(st.characters(codec="utf-8"), max_size=5),
)
ENTRIES = st.lists(st.tuples(FIELDS, SCALARS), max_size=12).map(
    lambda pairs: "".join(f"{field}: {value}\n" for field, value in pairs).encode()
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw=st.one_of(ENTRIES, st.binary(max_size=200)),
       name=st.sampled_from(["topic.yml", "entry.yml"]),
       style=st.sampled_from(["concise", "full", "json", "github"]))  # fmt: skip
def test_no_file_whatever_makes_check_raise(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, name: str, style: str
) -> None:
    project = tmp_path_factory.getbasetemp() / "fuzz"
    folder = project / "resources" / "t"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "topic.yml").write_text(
        "title: T\nsummary: A summary that is long enough to be taken for one.\nkeywords: [one]\n"
    )
    (folder / name).write_bytes(raw)
    result = check(project, "--format", style)
    assert isinstance(result.exception, SystemExit | None)
    assert result.exit_code in (0, 1)
    if style == "json":
        for finding in json.loads(result.stdout):
            assert finding["rule"] in RULES
            assert (finding["start"]["line"], finding["start"]["column"]) >= (1, 1)
            lines = raw.count(b"\n") + raw.count(b"\r") + 2
            assert finding["end"]["line"] <= lines or finding["path"].endswith("topic.yml")
    (folder / name).unlink()
