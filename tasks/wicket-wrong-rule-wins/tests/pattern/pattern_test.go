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

func TestDoubleStarsMatchNothing(t *testing.T) {
	equal(t, matching(t, "/a/**", "/a", "/", "/ab"), "/a")
	equal(t, matching(t, "/**", "/", "/a"), "/ /a")
	equal(t, matching(t, "/**/z", "/z", "/a/z/z", "/z/a"), "/z /a/z/z")
	equal(t, matching(t, "/a/**/b/**/c", "/a/b/c", "/a/x/b/b/y/c", "/a/c"), "/a/b/c /a/x/b/b/y/c")
}

func TestStarsAreNeverMissingSegments(t *testing.T) {
	equal(t, matching(t, "/a/*", "/a", "/a/", "/a/b/"), "/a/b/")
	equal(t, matching(t, "/*/*", "/a", "/a/b", "/"), "/a/b")
	equal(t, matching(t, "/**/*", "/", "/a", "/a/b/c"), "/a /a/b/c")
}

func TestTextsAroundStarsDoNotOverlap(t *testing.T) {
	equal(t, matching(t, "/ab*ba", "/aba", "/abba", "/abxba"), "/abba /abxba")
	equal(t, matching(t, "/a*b*b", "/ab", "/abb"), "/abb")
}

func cleaned(path string) string {
	segments, ok := Clean(path)
	if !ok {
		return "nowhere"
	}
	return "/" + strings.Join(segments, "/")
}

func TestCleanGoesUp(t *testing.T) {
	equal(t, cleaned("/a/c/../b"), "/a/b")
	equal(t, cleaned("/a/b/../../c"), "/c")
	equal(t, cleaned("/a/.."), "/")
	equal(t, cleaned("/../../a"), "/a")
	equal(t, cleaned("/.././../a/./.."), "/")
	equal(t, cleaned("/..a/b../..."), "/..a/b../...")
	equal(t, cleaned(""), "nowhere")
	equal(t, cleaned("../a"), "nowhere")
}

// closer names the pattern that is closer, or says that none is.
func closer(t *testing.T, a, b string) string {
	t.Helper()
	p, err := Parse(a)
	if err != nil {
		t.Fatal(err)
	}
	q, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	by, back := Compare(p, q), Compare(q, p)
	switch {
	case by > 0 && back < 0:
		return a
	case by < 0 && back > 0:
		return b
	case by == 0 && back == 0:
		return "none"
	}
	return "confused"
}

func TestTheFirstDifferenceDecides(t *testing.T) {
	equal(t, closer(t, "/a/**", "/*/x/y"), "/a/**")
	equal(t, closer(t, "/a/*/c", "/a/b/**"), "/a/b/**")
	equal(t, closer(t, "/**/a/b/c", "/*/**"), "/*/**")
	equal(t, closer(t, "/*a/**", "/*/b/c/d"), "/*a/**")
}

func TestRanks(t *testing.T) {
	equal(t, closer(t, "/a", "/a*"), "/a")
	equal(t, closer(t, "/*", "/a*"), "/a*")
	equal(t, closer(t, "/**", "/*"), "/*")
	equal(t, closer(t, "/a", "/b"), "none")
	equal(t, closer(t, "/a/*", "/b/*"), "none")
}

func TestSegmentsWithStarsAreComparedByTheirCharacters(t *testing.T) {
	equal(t, closer(t, "/a*", "/ab*"), "/ab*")
	equal(t, closer(t, "/*.txt", "/report*"), "/report*")
	equal(t, closer(t, "/a*b*c", "/ab*"), "/a*b*c")
	equal(t, closer(t, "/*a*", "/a*"), "none")
	equal(t, closer(t, "/ab*/*", "/a*/b"), "/ab*/*")
	equal(t, closer(t, "/long", "/longer"), "none")
}

func TestLongerPatternsAreCloser(t *testing.T) {
	equal(t, closer(t, "/a", "/a/**"), "/a/**")
	equal(t, closer(t, "/**", "/**/**"), "/**/**")
	equal(t, closer(t, "/", "/**"), "/**")
	equal(t, closer(t, "/a/**", "/a/**/b"), "/a/**/b")
	equal(t, closer(t, "/a/b", "/a/b"), "none")
}
