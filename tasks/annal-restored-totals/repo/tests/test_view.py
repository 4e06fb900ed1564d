from annal import Event, View, on


class Base(View):
    @on('came')
    def came(self, state, event):
        state['count'] = state.get('count', 0) + 1

    @on('left')
    def left(self, state, event):
        state['count'] -= 1


class Other(Base):
    @on('left')
    def gone(self, state, event):
        state['gone'] = event.data['name']


def event(type):
    return Event(1, 'door', 1, type, {'name': 'Ada'})


def test_handlers():
    view, state = Base(), {}
    for type in ['came', 'came', 'left', 'rang']:
        view.apply(state, event(type))
    assert state == {'count': 1}


def test_handlers_of_subclasses():
    view, state = Other(), {}
    for type in ['came', 'left']:
        view.apply(state, event(type))
    assert state == {'count': 1, 'gone': 'Ada'}
