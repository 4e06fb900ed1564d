import pytest

from curlew import DictLoader, Engine, TemplateError, TemplateNotFound, TemplateSyntaxError


def test_templates_are_parsed_once():
    engine = Engine(DictLoader({'a': 'text'}))
    assert engine.get('a') is engine.get('a')
    assert engine.get('a').name == 'a'


def test_templates_render_again_and_again():
    template = Engine(DictLoader({'a': '{{ n }}'})).get('a')
    assert template.render(n=1) == '1'
    assert template.render(n=2) == '2'


def test_missing_template():
    with pytest.raises(TemplateNotFound) as caught:
        Engine(DictLoader({})).get('gone.html')
    assert str(caught.value) == "no template 'gone.html'"


def test_syntax_errors_come_from_get():
    engine = Engine(DictLoader({'a': 'x\ny {% for %}'}))
    with pytest.raises(TemplateSyntaxError) as caught:
        engine.get('a')
    assert caught.value.template == 'a'
    assert caught.value.line == 2


def test_all_errors_are_template_errors():
    assert issubclass(TemplateNotFound, TemplateError)
    assert str(TemplateError('odd')) == 'odd'
    assert str(TemplateError('odd', 'a', 4)) == 'a:4: odd'
