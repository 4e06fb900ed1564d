// Package pattern matches cleaned paths against patterns with stars.
package pattern

import (
	"fmt"
	"strings"
)

// A Pattern is a list of segments, each of them a text that may have stars in it.
type Pattern struct {
	text     string
	segments []string
}

// Parse reads a pattern. It begins with a slash; none of its segments is empty, `.` or `..`, and `**` is a segment of
// its own.
func Parse(text string) (Pattern, error) {
	if !strings.HasPrefix(text, "/") {
		return Pattern{}, fmt.Errorf("the pattern %q does not begin with a slash", text)
	}
	if text == "/" {
		return Pattern{text: text}, nil
	}
	segments := strings.Split(text[1:], "/")
	for _, segment := range segments {
		switch {
		case segment == "" || segment == "." || segment == "..":
			return Pattern{}, fmt.Errorf("the pattern %q has the segment %q", text, segment)
		case segment != "**" && strings.Contains(segment, "**"):
			return Pattern{}, fmt.Errorf("the pattern %q has ** within a segment", text)
		}
	}
	return Pattern{text, segments}, nil
}

func (p Pattern) String() string {
	return p.text
}

// Matches says whether the pattern matches a path, given as its segments.
func (p Pattern) Matches(path []string) bool {
	return matchAll(p.segments, path)
}

func matchAll(pattern, path []string) bool {
	if len(pattern) == 0 {
		return len(path) == 0
	}
	if pattern[0] == "**" {
		for skipped := 1; skipped <= len(path); skipped++ {
			if matchAll(pattern[1:], path[skipped:]) {
				return true
			}
		}
		return false
	}
	return len(path) > 0 && matchSegment(pattern[0], path[0]) && matchAll(pattern[1:], path[1:])
}

// matchSegment goes through the texts between the stars: the first one is at the start, the last one at the end, and
// the others follow each other in between.
func matchSegment(pattern, name string) bool {
	texts := strings.Split(pattern, "*")
	if len(texts) == 1 {
		return pattern == name
	}
	first, last := texts[0], texts[len(texts)-1]
	if len(name) < len(first)+len(last) || !strings.HasPrefix(name, first) || !strings.HasSuffix(name, last) {
		return false
	}
	rest := name[len(first) : len(name)-len(last)]
	for _, text := range texts[1 : len(texts)-1] {
		at := strings.Index(rest, text)
		if at < 0 {
			return false
		}
		rest = rest[at+len(text):]
	}
	return true
}
