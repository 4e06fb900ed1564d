// Package pennant compares versions and says which of them a constraint allows.
package pennant

import (
	"strconv"
	"strings"
)

// A Version is three numbers and, for a preview, its identifiers.
type Version struct {
	Major, Minor, Patch uint64
	Preview             string
}

// ParseVersion reads a version such as 1.4.2 or 1.4.2-rc.1.
func ParseVersion(text string) (Version, error) {
	version, given, err := parsePartial(text, 0)
	if err == nil && given < 3 {
		err = &SyntaxError{0, "a version has three numbers: " + strconv.Quote(text)}
	}
	if err != nil {
		return Version{}, err
	}
	return version, nil
}

func (v Version) String() string {
	numbers := strconv.FormatUint(v.Major, 10) + "." + strconv.FormatUint(v.Minor, 10) + "." + strconv.FormatUint(v.Patch, 10)
	if v.Preview == "" {
		return numbers
	}
	return numbers + "-" + v.Preview
}

// IsPreview says whether it is not a release.
func (v Version) IsPreview() bool {
	return v.Preview != ""
}

// parsePartial reads a version whose last numbers may be missing; it says how many are there. Only a whole version may
// have identifiers. `offset` is where the text stands in what the user wrote.
func parsePartial(text string, offset int) (Version, int, error) {
	numbers, preview, isPreview := strings.Cut(text, "-")
	parts := strings.Split(numbers, ".")
	var read [3]uint64
	if len(parts) > 3 {
		return Version{}, 0, &SyntaxError{offset, "too many numbers: " + strconv.Quote(text)}
	}
	for i, part := range parts {
		number, ok := parseNumber(part)
		if !ok {
			return Version{}, 0, &SyntaxError{offset, "not a version: " + strconv.Quote(text)}
		}
		read[i] = number
	}
	if isPreview && (len(parts) < 3 || !areIdentifiers(preview)) {
		return Version{}, 0, &SyntaxError{offset, "not a preview: " + strconv.Quote(text)}
	}
	return Version{read[0], read[1], read[2], preview}, len(parts), nil
}

func parseNumber(text string) (uint64, bool) {
	if text == "" || len(text) > 9 || len(text) > 1 && text[0] == '0' || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	number, err := strconv.ParseUint(text, 10, 64)
	return number, err == nil
}

func areIdentifiers(text string) bool {
	for _, identifier := range strings.Split(text, ".") {
		if identifier == "" {
			return false
		}
		for _, c := range identifier {
			if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-') {
				return false
			}
		}
	}
	return true
}
