import pytest

from curlew import DictLoader, Engine, TemplateNotFound, TemplateSyntaxError, UndefinedError


def render(source, **variables):
    return Engine(DictLoader({})).parse(source).render(**variables)


def test_if():
    source = '{% if n > 1 %}many{% elif n == 1 %}one{% else %}none{% endif %}'
    assert render(source, n=5) == 'many'
    assert render(source, n=1) == 'one'
    assert render(source, n=0) == 'none'


def test_for():
    source = '{% for x in xs %}{{ loop.index }}{{ x }}{% if not loop.last %},{% endif %}{% else %}-{% endfor %}'
    assert render(source, xs='ab') == '1a,2b'
    assert render(source, xs=[]) == '-'


def test_loop_names_are_gone_after_the_loop():
    assert render('{% for x in xs %}{{ x }}{% endfor %}{{ x }}', xs=[1, 2], x=9) == '129'


def test_set():
    assert render('{% set a = 1 %}{{ a }}{% for x in xs %}{% set a = x %}{{ a }}{% endfor %}{{ a }}', xs=[5]) == '151'


def test_include():
    engine = Engine(DictLoader({'page': 'a{% include "part" %}c', 'part': '{{ x }}'}))
    assert engine.get('page').render(x='b') == 'abc'


def test_include_of_nothing():
    engine = Engine(DictLoader({'page': 'a\n{% include "part" %}'}))
    with pytest.raises(TemplateNotFound) as caught:
        engine.get('page').render()
    assert str(caught.value) == "page:2: no template 'part'"


def test_errors_name_the_template_with_the_fault():
    engine = Engine(DictLoader({'page': '\n\n{% include "part" %}', 'part': '\n{{ x }}'}))
    with pytest.raises(UndefinedError) as caught:
        engine.get('page').render()
    assert caught.value.template == 'part'
    assert caught.value.line == 2


@pytest.mark.parametrize('source, message', [
    pytest.param('{% wihle %}', "<text>:1: unknown tag 'wihle'", id='unknown'),
    pytest.param('\n{% if a %}', "<text>:2: 'if' is never closed", id='never closed'),
    pytest.param('{% if a %}{% else %}\n{% else %}{% endif %}', "<text>:2: unknown tag 'else'", id='else twice'),
    pytest.param('{% for 1 in a %}{% endfor %}', "<text>:1: expected 'for name in value'", id='for without a name'),
    pytest.param('{% include part %}', "<text>:1: expected a name in quotes, found 'part'", id='include without quotes'),
    pytest.param('{% endif %}', "<text>:1: unknown tag 'endif'", id='stray end'),
    pytest.param('{% if a %}{% endif b %}', "<text>:1: unexpected 'b'", id='rest after end'),
])
def test_bad_tags(source, message):
    with pytest.raises(TemplateSyntaxError) as caught:
        render(source)
    assert str(caught.value) == message
