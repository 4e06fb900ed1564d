import pytest

from curlew import DictLoader, Engine, Safe, TemplateSyntaxError, UndefinedError


def render(source, **variables):
    return Engine(DictLoader({})).parse(source).render(**variables)


def test_text_stays_as_it_is():
    assert render('a { b } % c\n') == 'a { b } % c\n'


def test_names():
    assert render('{{ name }}', name='Ada') == 'Ada'
    assert render('{{ user.name }}', user={'name': 'Ada'}) == 'Ada'
    assert render('{{ items.1 }}', items=['a', 'b']) == 'b'


def test_literals():
    assert render('{{ 12 }}{{ "x" }}{{ 1.5 }}') == '12x1.5'
    assert render('{{ true }}{{ none }}') == 'True'


def test_comparisons_and_logic():
    assert render('{{ a == 3 }}', a=3) == 'True'
    assert render('{{ a > 3 or a == 3 and not b }}', a=3, b=False) == 'True'
    assert render('{{ (a or b) and c }}', a=1, b=0, c=0) == '0'


def test_filters():
    assert render('{{ name | upper }}', name='ada') == 'ADA'
    assert render('{{ names | join(", ") | lower }}', names=['A', 'B']) == 'a, b'
    assert render('{{ names | length }}', names=['A', 'B']) == '2'
    assert render('{{ gone | default("none") }}') == 'none'


def test_output_is_escaped():
    assert render('{{ text }}', text='<b>') == '&lt;b&gt;'
    assert render('{{ text | safe }}', text='<b>') == '<b>'
    assert render('{{ text }}', text=Safe('<b>')) == '<b>'
    assert Engine(DictLoader({}), autoescape=False).parse('{{ "<" }}').render() == '<'


def test_comments_are_dropped():
    assert render('a{# no {{ x }} #}b') == 'ab'


def test_undefined():
    with pytest.raises(UndefinedError) as caught:
        render('one\n{{ user.name }}')
    assert str(caught.value) == "<text>:2: 'user.name' is undefined"


@pytest.mark.parametrize('source', ['{{ }}', '{{ a b }}', '{{ a | nope }}', '{{ (a }}', '{{ a', '{{ a ? b }}'])
def test_bad_values(source):
    with pytest.raises(TemplateSyntaxError):
        render(source)
