package policy

import (
	"strings"
	"testing"
)

const example = `# Who is who
group editors = ada, bob, @leads
group leads = grace

# Who may do what
allow  @editors  write  /drafts/**
deny   bob       *      /drafts/secret
allow  *         read   /public/**
`

func parse(t *testing.T, lines ...string) *Policy {
	t.Helper()
	p, err := Parse(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestExample(t *testing.T) {
	p := parse(t, example)
	equal(t, p.Decide("ada", "write", "/drafts/a").Line, 6)
	equal(t, p.Decide("ada", "write", "/drafts/a").Allowed, true)
	equal(t, p.Decide("grace", "write", "/drafts/a/b").Line, 6)
	equal(t, p.Decide("ada", "read", "/drafts/a").Line, 0)
	equal(t, p.Decide("bob", "write", "/drafts/secret").Line, 7)
	equal(t, p.Decide("bob", "write", "/drafts/secret").Allowed, false)
	equal(t, p.Decide("eve", "read", "/public/a").Line, 8)
	equal(t, p.Decide("eve", "write", "/public/a").Line, 0)
}

func TestNamesAreCloserThanGroups(t *testing.T) {
	p := parse(t, "group g = ada", "deny * read /a", "deny @g read /a", "allow ada read /a")
	equal(t, p.Decide("ada", "read", "/a").Line, 4)
	equal(t, p.Decide("bob", "read", "/a").Line, 2)
}

func TestDenyIsCloserThanAllow(t *testing.T) {
	p := parse(t, "allow ada read /a", "deny ada read /a", "deny ada read /a")
	equal(t, p.Decide("ada", "read", "/a").Line, 2)
}

func TestErrorsNameTheLine(t *testing.T) {
	for text, want := range map[string]string{
		"\nallow ada read":         "line 2: a rule is written",
		"group a":                  "line 1: a group is written",
		"group a = b\ngroup a = c": "line 2: the group a is defined twice",
		"allow ada read a":         "line 1: the pattern \"a\" does not begin",
	} {
		if _, err := Parse(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestAddedRulesCount(t *testing.T) {
	p := parse(t, "allow * read /**")
	if err := p.Add("deny ada read /a"); err != nil {
		t.Fatal(err)
	}
	equal(t, p.Decide("ada", "read", "/a").Line, 2)
}
