package pattern

import (
	"strings"
	"testing"
)

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// matching lists those paths that a pattern matches.
func matching(t *testing.T, text string, paths ...string) string {
	t.Helper()
	p, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, path := range paths {
		if segments, ok := Clean(path); ok && p.Matches(segments) {
			found = append(found, path)
		}
	}
	return strings.Join(found, " ")
}

func TestPlainPatterns(t *testing.T) {
	equal(t, matching(t, "/a/b", "/a/b", "/a", "/a/b/c", "/a/c"), "/a/b")
	equal(t, matching(t, "/", "/", "/a"), "/")
}

func TestStars(t *testing.T) {
	equal(t, matching(t, "/a/*", "/a/b", "/a/b/c", "/b/a"), "/a/b")
	equal(t, matching(t, "/*.txt", "/a.txt", "/a.md", "/.txt", "/a.txt/b"), "/a.txt /.txt")
	equal(t, matching(t, "/a*c*e", "/abcde", "/ace", "/acd", "/bace"), "/abcde /ace")
}

func TestDoubleStars(t *testing.T) {
	equal(t, matching(t, "/a/**", "/a/b", "/a/b/c", "/b"), "/a/b /a/b/c")
	equal(t, matching(t, "/**/z", "/a/z", "/a/b/z", "/a/b"), "/a/z /a/b/z")
}

func TestRefusesBadPatterns(t *testing.T) {
	for _, text := range []string{"", "a", "/a//b", "/a/", "/a/../b", "/a/b**"} {
		if _, err := Parse(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

func TestClean(t *testing.T) {
	segments, ok := Clean("/a//b/./c/")
	equal(t, ok, true)
	equal(t, strings.Join(segments, " "), "a b c")
	_, ok = Clean("a/b")
	equal(t, ok, false)
}
