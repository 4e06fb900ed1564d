import pytest

from annal import Conflict, Store, Upcasters


def test_append_and_read(tmp_path):
    store = Store(str(tmp_path / 'events.jsonl'))
    assert store.append('a', [('opened', {'by': 'Ada'}), ('closed', {})]) == 2
    assert store.append('b', [('opened', {'by': 'Bob'})]) == 1
    assert [(record.position, record.number, record.type) for record in store.read('a')] == [
        (1, 1, 'opened'),
        (2, 2, 'closed'),
    ]
    assert [record.stream for record in store.read_all(after=1)] == ['a', 'b']


def test_it_is_all_there_again(tmp_path):
    path = str(tmp_path / 'events.jsonl')
    Store(path, versions={'opened': 2}).append('a', [('opened', {'by': 'Ada'})])
    store = Store(path)
    assert store.end == 1
    assert store.append('a', [('closed', {})], expected=1) == 2
    assert [(record.version, record.data) for record in Store(path).read('a')] == [(2, {'by': 'Ada'}), (1, {})]


def test_conflict(tmp_path):
    store = Store(str(tmp_path / 'events.jsonl'))
    store.append('a', [('opened', {})])
    with pytest.raises(Conflict):
        store.append('a', [('closed', {})], expected=0)
    assert store.end == 1


def test_upcasters(tmp_path):
    store = Store(str(tmp_path / 'events.jsonl'))
    store.append('a', [('moved', {'from': 'x', 'to': 'y'})])
    upcasters = Upcasters()
    upcasters.add('moved', 1, lambda data: [('left', 1, {'place': data['from']}), ('came', 1, {'at': data['to']})])
    upcasters.add('came', 1, lambda data: [('came', 2, {'place': data['at']})])
    (record,) = store.read('a')
    events = [(event.position, event.type, event.data) for event in upcasters.events(record)]
    assert events == [(1, 'left', {'place': 'x'}), (1, 'came', {'place': 'y'})]
