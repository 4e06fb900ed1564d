package pattern

import "strings"

// Clean returns the segments of a path, and whether it is one that patterns can match at all.
func Clean(path string) ([]string, bool) {
	if !strings.HasPrefix(path, "/") {
		return nil, false
	}
	segments := []string{}
	for _, segment := range strings.Split(path, "/") {
		switch segment {
		case "", ".":
		default:
			segments = append(segments, segment)
		}
	}
	return segments, true
}
