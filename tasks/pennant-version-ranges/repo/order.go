package pennant

import "strings"

// Compare orders versions: less than 0 if a comes before b, 0 if they are equal, more than 0 if a comes after b.
func Compare(a, b Version) int {
	for _, pair := range [][2]uint64{{a.Major, b.Major}, {a.Minor, b.Minor}, {a.Patch, b.Patch}} {
		if pair[0] != pair[1] {
			return sign(pair[0] < pair[1])
		}
	}
	switch {
	case a.Preview == b.Preview:
		return 0
	case a.Preview == "":
		return 1
	case b.Preview == "":
		return -1
	}
	return compareIdentifiers(strings.Split(a.Preview, "."), strings.Split(b.Preview, "."))
}

func compareIdentifiers(a, b []string) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] == b[i] {
			continue
		}
		x, isNumber := parseNumber(a[i])
		y, isOther := parseNumber(b[i])
		switch {
		case isNumber && isOther:
			return sign(x < y)
		case isNumber != isOther:
			return sign(isNumber)
		}
		return sign(a[i] < b[i])
	}
	return len(a) - len(b)
}

func sign(isBefore bool) int {
	if isBefore {
		return -1
	}
	return 1
}
