"""Tax rates in basis points: 19 % is 1900, 5.5 % is 550."""

import re
from dataclasses import dataclass
from fractions import Fraction

WHOLE = 10_000
PERCENT = re.compile(r'\s*(\d{1,3})(?:\.(\d{1,2}))?\s*%\s*')


@dataclass(frozen=True, order=True)
class Rate:
    """A rate of 0 % or more, exact to a hundredth of a percent."""

    points: int

    def __post_init__(self):
        if self.points < 0:
            raise ValueError('a rate must not be negative')

    @classmethod
    def parse(cls, text: str) -> 'Rate':
        """Read '19%', '5.5 %' or '0.25%'. Raises ValueError for anything else."""
        match = PERCENT.fullmatch(text)
        if match is None:
            raise ValueError(f'not a rate: {text!r}')
        percent, hundredths = match.groups()
        return cls(int(percent) * 100 + int((hundredths or '').ljust(2, '0')))

    def on(self, minor: int) -> int:
        """The tax to add to the net amount `minor`, in minor units."""
        return (minor * self.points + WHOLE // 2) // WHOLE

    def within(self, minor: int) -> int:
        """The tax that the gross amount `minor` already includes, in minor units."""
        included = Fraction(minor * self.points, WHOLE + self.points)
        return int(included + Fraction(1, 2))

    def __str__(self) -> str:
        percent, hundredths = divmod(self.points, 100)
        if hundredths == 0:
            return f'{percent}%'
        return f'{percent}.{hundredths:02d}'.rstrip('0') + '%'


ZERO = Rate(0)
