"""Files that several writers want at once are there whole, whoever was last."""

from concurrent.futures import ThreadPoolExecutor

from tfproof.files import write_whole


def test_threads_that_write_the_same_file_do_not_take_each_others_draft(tmp_path):
    path = tmp_path / "below" / "kept.json"
    contents = [bytes([number]) * 5000 for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: write_whole(path, content), contents))
    assert path.read_bytes() in contents
    assert list(path.parent.iterdir()) == [path]
