package pattern

import "strings"

const (
	rankAny = iota
	rankStar
	rankPart
	rankPlain
)

func rankOf(segment string) int {
	switch {
	case segment == "**":
		return rankAny
	case segment == "*":
		return rankStar
	case strings.Contains(segment, "*"):
		return rankPart
	}
	return rankPlain
}

// Compare says which pattern is closer: more than 0 if it is a, less than 0 if it is b, 0 if they are equally close. Both
// are supposed to match the same path.
func Compare(a, b Pattern) int {
	return weigh(a) - weigh(b)
}

func weigh(p Pattern) int {
	sum := 0
	for _, segment := range p.segments {
		sum += rankOf(segment)
	}
	return sum
}
