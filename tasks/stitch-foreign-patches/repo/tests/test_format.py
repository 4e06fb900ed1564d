import pytest

from stitch import PatchError, diff, format_patch, parse_patch

ABC = """\
--- a/letters.txt
+++ b/letters.txt
@@ -1,3 +1,3 @@
 a
-b
+B
 c
"""


def test_format():
    assert format_patch(diff('a\nb\nc\n', 'a\nB\nc\n', path='letters.txt')) == ABC
    assert format_patch(diff('a\n', 'a\n')) == ''


def test_a_single_line_has_no_count():
    assert '@@ -1 +1 @@' in format_patch(diff('a\n', 'b\n'))


def test_no_newline():
    text = format_patch(diff('a\nb', 'a\nc'))
    assert text.splitlines()[2:] == [
        '@@ -1,2 +1,2 @@',
        ' a',
        '-b',
        '\\ No newline at end of file',
        '+c',
        '\\ No newline at end of file',
    ]


def test_parse():
    assert parse_patch(ABC) == diff('a\nb\nc\n', 'a\nB\nc\n', path='letters.txt')
    assert parse_patch('diff --git a/x b/x\nindex 1..2\n' + ABC).path == 'letters.txt'


def test_to_text_and_back():
    for old, new in [('a\nb', 'b'), ('', 'a\n'), ('a\nb\nc\nd\n', 'a\nc\nd'), ('a\n--b\n', 'a\n++b\n')]:
        for context in range(3):
            patch = diff(old, new, context=context)
            assert parse_patch(format_patch(patch)) == patch


@pytest.mark.parametrize(
    'text, line',
    [('hello\n', 1), (ABC + 'more\n', 8), (ABC.replace(',3 +1,3', ',4 +1,4'), 8), (ABC.replace('-b', '=b'), 5)],
)
def test_what_is_no_patch(text, line):
    with pytest.raises(PatchError) as caught:
        parse_patch(text)
    assert caught.value.line == line
