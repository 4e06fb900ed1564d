"""Which versions of packages go together."""

from .catalog import Catalog, Release
from .lock import format_lock, parse_lock
from .ranges import Range
from .resolver import Unsolvable, resolve
from .version import Version

__all__ = ['Catalog', 'Range', 'Release', 'Unsolvable', 'Version', 'format_lock', 'parse_lock', 'resolve']
