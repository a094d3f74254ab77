"""The command that writes down what a change of each input does."""

from tfproof.changes.table import main


def test_a_module_that_there_is_not_is_named_in_one_line(capsys, monkeypatch, tmp_path):
    module = tmp_path / "terraform/modules/network"
    module.mkdir(parents=True)
    (module / "main.tf").write_text("")
    monkeypatch.chdir(tmp_path)
    assert main(["netwrok"]) == 1
    assert capsys.readouterr().err == "no such module: netwrok: did you mean network? there is network\n"
